import { errors, request, type Dispatcher } from 'undici';
import { errorCode } from '../../lib/error-code.ts';
import { bytes, duration } from '../../lib/words.ts';

/** One question to the API. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly dispatcher: Dispatcher;
}

/** Any answer with JSON in it, whatever its code; `latencyMs` runs to the end of the body. */
export interface Answered {
  readonly httpStatus: number;
  readonly latencyMs: number;
  readonly json: unknown;
}

const MAX_BYTES = 1024 * 1024;

/**
 * Asks once, follows no redirect, and reads the body to its end, 1 MiB at most.
 * @throws an error in a person's words that begins with "the API"; the abort reason of `signal` if that came first.
 */
export async function call({ url, dispatcher, method, headers, body }: Call, signal: AbortSignal): Promise<Answered> {
  const began = performance.now();
  try {
    const answer = await request(url, {
      dispatcher,
      method,
      headers: { accept: 'application/json', ...headers },
      body: body ?? null,
      signal,
    });
    const text = await limited(answer.body);
    return { httpStatus: answer.statusCode, latencyMs: Math.round(performance.now() - began), json: parsed(text, answer) };
  } catch (problem) {
    signal.throwIfAborted();
    throw inWords(problem, url);
  }
}

/**
 * Gives `work` a signal that ends after `timeoutMs` at the latest, so that a login and a slow body count too.
 * @throws "the API does not answer within …" when that was the end of it.
 */
export async function within<Result>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const late = new Error(`the API does not answer within ${duration(timeoutMs)}`);
  const timer = setTimeout(() => deadline.abort(late), timeoutMs);
  try {
    return await work(AbortSignal.any([signal, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** An answer that has been understood as "this is not what was asked for"; its message is already in words. */
class Strange extends Error {}

async function limited(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    // Leaving the loop destroys the stream, so the rest of a huge body is never read.
    if (size > MAX_BYTES) throw new Strange(`the API answers with more than ${bytes(MAX_BYTES)}`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string, { statusCode, headers }: Dispatcher.ResponseData): unknown {
  if (statusCode >= 300 && statusCode < 400)
    throw new Strange(`the API answers with a redirect (HTTP ${statusCode}), which is not followed`);
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new Strange(`the API answers with nothing (HTTP ${statusCode})`);
    const claimsJson = String(headers['content-type']).includes('json') || /^\s*[[{]/.test(text);
    throw new Strange(
      `the API answers with ${claimsJson ? 'JSON that is cut off or broken' : 'a page that is not its JSON'} (HTTP ${statusCode})`,
    );
  }
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'its machine cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ECONNRESET: 'it hung up without an answer',
  UND_ERR_SOCKET: 'it hung up without a whole answer',
};

function inWords(problem: unknown, url: URL): Error {
  if (problem instanceof Strange) return problem;
  const code = errorCode(problem);
  if (problem instanceof errors.HTTPParserError) return new Error(`what answers at ${url.host} is no API: it does not speak HTTP`);
  const why = causes[code] ?? (/CERT|SSL|TLS/.test(code) ? `its certificate is not accepted (${code})` : code || String(problem));
  return new Error(`the API does not answer at ${url.host}: ${why}`);
}
