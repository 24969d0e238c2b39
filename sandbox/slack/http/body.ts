import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

const MOST_BYTES = 4 * 1024 * 1024;

const JsonBody = z.record(z.string(), z.unknown());

/** The arguments of a call: from the query and from a form or JSON body. Throws for a body that is too large or no JSON. */
export async function readArguments(request: IncomingMessage, query: URLSearchParams): Promise<Readonly<Record<string, unknown>>> {
  const body = await readText(request);
  const fromQuery = Object.fromEntries(query);
  const type = request.headers['content-type'] ?? '';
  if (body === '') return fromQuery;
  if (type.includes('application/json')) return { ...fromQuery, ...JsonBody.parse(JSON.parse(body)) };
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}

/** The body as text. Throws when it is larger than 4 MiB, as Slack's own limit for Bolt is. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    const bytes = Buffer.from(z.instanceof(Uint8Array).parse(chunk));
    chunks.push(bytes);
    if (chunks.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES) throw new RangeError('the body is larger than 4 MiB');
  }
  return Buffer.concat(chunks).toString('utf8');
}
