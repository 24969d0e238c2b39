import { Redis } from 'ioredis';
import { OpsError } from '../../core/errors.ts';
import { duration } from '../../lib/words.ts';

const WITHIN_MS = 3000;

/**
 * Works on a connection of its own and closes it: one that was kept open breaks when Redis restarts, and a look every
 * half minute does not pay for guarding it.
 * @throws an OpsError whose cause says in words what Redis refused.
 */
export async function connected<Result>(
  url: string,
  doing: string,
  signal: AbortSignal,
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const redis = new Redis(url, {
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    // The client's own ready check waits while Redis loads its data; the refusal itself is the answer that people need.
    enableReadyCheck: false,
    connectTimeout: WITHIN_MS,
    commandTimeout: WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Without a listener the client throws what it cannot deliver, and the process ends. The last one is why `connect` failed.
  const seen: { last?: unknown } = {};
  redis.on('error', (problem: unknown) => (seen.last = problem));
  try {
    await redis.connect();
    return await work(redis);
  } catch (problem) {
    signal.throwIfAborted();
    throw new OpsError('redis', doing, { cause: inWords(`${redis.options.host}:${redis.options.port}`, problem, seen.last) });
  } finally {
    redis.disconnect();
  }
}

const refusals: readonly (readonly [RegExp, string])[] = [
  [/NOAUTH/, 'Redis asks for a password, and none is configured'],
  [/WRONGPASS|invalid password|invalid username-password|without any password configured/i, 'Redis rejects the configured password'],
  [/^LOADING/, 'Redis is still loading its data from disk'],
  [/^READONLY/, 'this Redis is a read-only replica'],
  [/^MISCONF/, 'Redis refuses to write because it could not save to disk'],
  [/^OOM/, 'Redis refuses to write because its memory is full'],
  [/^WRONGTYPE/, "something else than a queue lies under one of the queues' names (WRONGTYPE)"],
  [/^NOPERM/, 'the configured user may not do this in Redis'],
  [/ENOTFOUND|EAI_AGAIN/, 'the name of the Redis host is not known'],
  [/ETIMEDOUT|timed out/i, `Redis does not answer within ${duration(WITHIN_MS)}`],
  [/Connection is closed|ECONNRESET|EPIPE/, 'Redis closed the connection'],
];

function inWords(place: string, ...problems: readonly unknown[]): Error {
  const messages = problems.map((problem) =>
    problem instanceof Error ? `${problem.message} ${'code' in problem ? String(problem.code) : ''}`.trim() : '',
  );
  if (messages.some((message) => message.includes('ECONNREFUSED'))) return new Error(`nothing listens at ${place}`);
  if (messages.some((message) => message.startsWith('Unknown RESP type') || message.startsWith('Protocol error')))
    return new Error(`what answers at ${place} is no Redis`);
  const refusal = refusals.find(([pattern]) => messages.some((message) => pattern.test(message)));
  return new Error(refusal?.[1] ?? messages.find((message) => message !== '') ?? 'Redis does not work', { cause: undefined });
}
