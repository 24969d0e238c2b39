import { Agent } from 'undici';
import type { z } from 'zod';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { ApiAnswer, ApiReader } from '../../ports/platform.ts';
import { BackupStatusBody, DetailedBody, ErrorBody, HealthBody, LoginBody, MetricsBody } from './answers.ts';
import { call, within, type Answered } from './call.ts';

/** Where the platform's API is, and the login that its detailed answers need. */
export interface ApiOptions {
  /** Such as `http://127.0.0.1:5000`; a path before `/api` is kept. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** For each question with its login, to the last byte; 5 s unless told. */
  readonly timeoutMs?: number;
}

/** The platform's API over HTTP. The token lives in this closure only and is never part of a message. */
export function createApi(options: ApiOptions): ApiReader & { close(): Promise<void> } {
  // A connection for each question: one that was kept open breaks when the backend restarts, and is then a false alarm.
  const dispatcher = new Agent({ pipelining: 0 });
  const ask = asker(options.url, dispatcher);
  const authorised = session(options, ask);
  const doing = <Result>(what: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    within(options.timeoutMs ?? 5000, signal, work).catch((cause: unknown) => {
      throw cause instanceof Absent || signal.aborted ? cause : new OpsError('api', what, { cause });
    });
  return {
    health: (signal) =>
      doing('asking the API for its health', signal, async (limited) =>
        understood(HealthBody, await ask('GET', '/api/v1/health', limited)),
      ),
    detailed: (signal) =>
      doing('asking the API for its detailed health', signal, async (limited) =>
        understood(DetailedBody, await authorised('/api/v1/health/detailed', limited)),
      ),
    metrics: (signal) =>
      doing('asking the API for its metrics', signal, async (limited) =>
        understood(MetricsBody, await ask('GET', '/api/v1/metrics', limited)),
      ),
    backupStatus: (signal) =>
      doing('asking the API for its backups', signal, async (limited) =>
        understood(BackupStatusBody, await authorised('/api/v1/backup/status', limited)),
      ),
    close: () => dispatcher.destroy(),
  };
}

type Ask = (
  method: 'GET' | 'POST',
  path: string,
  signal: AbortSignal,
  more?: { readonly token?: string; readonly body?: string },
) => Promise<Answered>;

function asker(url: string, dispatcher: Agent): Ask {
  const base = url.replace(/\/+$/, '');
  return (method, path, signal, { token, body } = {}) => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) };
    return call({ method, url: new URL(base + path), headers, ...(body && { body }), dispatcher }, signal);
  };
}

/** Asks with a token, and once more with a new one when the API takes it no longer: 401 says expired or missing, 422 malformed. */
function session({ username, password }: ApiOptions, ask: Ask): (path: string, signal: AbortSignal) => Promise<Answered> {
  let token: string | undefined;
  const logIn = async (signal: AbortSignal): Promise<string> => {
    if (username === undefined || password === undefined) throw new Absent('no login for the API is configured');
    const answer = await ask('POST', '/api/v1/auth/login', signal, { body: JSON.stringify({ username, password }) });
    if (answer.httpStatus >= 400 && answer.httpStatus < 500) throw new Error(`the API rejects the login of ${plain(username, 64)}`);
    return understood(LoginBody, answer).body.data.access_token;
  };
  return async (path, signal) => {
    if (token !== undefined) {
      const answer = await ask('GET', path, signal, { token });
      if (!isRefused(answer)) return answer;
    }
    token = await logIn(signal);
    const answer = await ask('GET', path, signal, { token });
    if (isRefused(answer)) throw new Error(`the API rejects the token that it gave to ${plain(username ?? '', 64)} a moment ago`);
    return answer;
  };
}

function isRefused({ httpStatus }: Answered): boolean {
  return httpStatus === 401 || httpStatus === 422;
}

function understood<Schema extends z.ZodType>(schema: Schema, { json, httpStatus, latencyMs }: Answered): ApiAnswer<z.output<Schema>> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { httpStatus, latencyMs, body: parsed.data };
  const own = httpStatus >= 400 ? ErrorBody.safeParse(json).data : undefined;
  if (own !== undefined) throw new Error(`the API answers with HTTP ${httpStatus}: ${inCode(own)}`);
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole body'))].slice(0, 3).join(', ');
  throw new Error(`the API answers with JSON of another shape (HTTP ${httpStatus}; not as expected: ${plain(fields, 100)})`);
}

/** What the API says about itself is foreign text: masked, and unable to end the code style in which it is shown. */
function inCode(text: string): string {
  return `\`${plain(text.replaceAll(/\s+/g, ' ').replaceAll('`', "'"), 200)}\``;
}
