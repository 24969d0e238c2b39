import { Absent, Locked, OpsError } from '../../core/errors.ts';
import { errorCode } from '../../lib/error-code.ts';
import { plain } from '../../lib/foreign.ts';
import { duration } from '../../lib/words.ts';
import { CONNECT_TIMEOUT_MS } from './session.ts';

/** Says what was being done when the database refused; what has said so already, what is not there, and an abort go through as they are. */
export async function doing<Result>(what: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof OpsError || cause instanceof Absent || (signal.aborted && cause === signal.reason)) throw cause;
    throw new OpsError('database', what, { cause: inWords(cause) });
  }
}

const troubles: readonly (readonly [RegExp, string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'the name of its host is not known'],
  [/EHOSTUNREACH|ENETUNREACH/, 'its machine cannot be reached'],
  // The driver's own words when the server takes the connection and then says nothing.
  [/ETIMEDOUT|timeout expired/, `it does not answer within ${duration(CONNECT_TIMEOUT_MS)}`],
  [/ECONNRESET|EPIPE|Connection terminated/, 'it closed the connection'],
  [/^53300/, 'all its connections are in use'],
  [/^57014.*statement timeout/, 'the answer takes longer than may be waited for'],
];

/** What the network did is told in a person's words; what PostgreSQL itself says needs none. */
function inWords(problem: unknown): unknown {
  // A name with two addresses fails twice, and the first one tells.
  const first: unknown = problem instanceof AggregateError ? problem.errors[0] : problem;
  if (!(first instanceof Error)) return problem;
  const code = errorCode(first);
  if (code === 'ECONNREFUSED' && 'address' in first && 'port' in first)
    return new Error(`nothing listens at ${String(first.address)}:${String(first.port)}`);
  const [, what] = /^permission denied for (.+)$/.exec(code === '42501' ? first.message : '') ?? [];
  if (what !== undefined) return new Error(`the configured role may not use ${plain(what, 120)}: it lacks the privilege`);
  if (code === '55P03') return new Locked('somebody else holds a lock on a table that is needed');
  const words = troubles.find(([pattern]) => pattern.test(`${code} ${first.message}`))?.[1];
  return words === undefined ? problem : new Error(words);
}
