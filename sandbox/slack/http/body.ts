import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { SlackError } from '../errors.ts';

const MOST_BYTES = 4 * 1024 * 1024;

const JsonBody = z.record(z.string(), z.unknown());

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The arguments of a call: from the query and from a form or JSON body.
 * Throws what Slack says of a body that it cannot read: `request_too_large`, `missing_post_type`, `invalid_post_type`,
 * `invalid_json`, `json_not_object` or `invalid_form_data`.
 */
export async function readArguments(request: IncomingMessage, query: URLSearchParams): Promise<Arguments> {
  const body = await readBody(request);
  const fromQuery = Object.fromEntries(query);
  return body.length === 0 ? fromQuery : { ...fromQuery, ...(await parse(body, request.headers['content-type'] ?? '')) };
}

/** The body as text. Throws `request_too_large` when it is larger than 4 MiB, as Slack's own limit for Bolt is. */
export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBody(request)).toString('utf8');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What is too much is read too, or the caller would be cut off before it hears why.
  for await (const chunk of request) {
    const part = Buffer.from(z.instanceof(Uint8Array).parse(chunk));
    bytes += part.length;
    if (bytes <= MOST_BYTES) chunks.push(part);
  }
  if (bytes > MOST_BYTES) throw new SlackError('request_too_large');
  return Buffer.concat(chunks);
}

async function parse(body: Buffer, type: string): Promise<Arguments> {
  const [kind = ''] = type.split(';');
  switch (kind.trim().toLowerCase()) {
    case 'application/json':
      return parseJsonBody(body.toString('utf8'));
    case 'application/x-www-form-urlencoded':
    case 'text/plain':
      return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    case 'multipart/form-data':
      return parseMultipart(body, type);
    case '':
      throw new SlackError('missing_post_type');
    default:
      throw new SlackError('invalid_post_type');
  }
}

function parseJsonBody(text: string): Arguments {
  try {
    return JsonBody.parse(JSON.parse(text));
  } catch (problem) {
    throw new SlackError(problem instanceof SyntaxError ? 'invalid_json' : 'json_not_object');
  }
}

/** The fields of the form; no method here takes a file. */
async function parseMultipart(body: Buffer, type: string): Promise<Arguments> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  } catch {
    throw new SlackError('invalid_form_data');
  }
}
