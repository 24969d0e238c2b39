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

/** The bytes of an upload: the body itself, or the one field of a form. Throws `request_too_large` above `most` bytes, or `invalid_form_data`. */
export async function readUpload(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const type = request.headers['content-type'] ?? '';
  const isForm = type.startsWith('multipart/form-data');
  const body = await readBody(request, most + (isForm ? MOST_BYTES : 0));
  if (!isForm) return body;
  const [first] = (await formOf(body, type)).values();
  if (first === undefined) throw new SlackError('invalid_form_data');
  return typeof first === 'string' ? Buffer.from(first) : new Uint8Array(await first.arrayBuffer());
}

async function readBody(request: IncomingMessage, most = MOST_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What is too much is read too, or the caller would be cut off before it hears why.
  for await (const chunk of request) {
    const part = Buffer.from(z.instanceof(Uint8Array).parse(chunk));
    bytes += part.length;
    if (bytes <= most) chunks.push(part);
  }
  if (bytes > most) throw new SlackError('request_too_large');
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
  return Object.fromEntries([...(await formOf(body, type))].filter(([, value]) => typeof value === 'string'));
}

async function formOf(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new SlackError('invalid_form_data');
  }
}
