import type { Redis } from 'ioredis';
import type { BigKey, RedisReader } from '../../ports/redis.ts';

/** Long enough for some hundred thousand keys, and short enough for somebody who waits. */
const WITHIN_MS = 5000;
const PAGE = 500;
const SHOWN = 15;
/** Elements of a collection that Redis looks at to estimate its size. */
const SAMPLES = 5;

/** By SCAN and MEMORY USAGE, a page at a time: KEYS and `--bigkeys` without a pause keep everybody else waiting. */
export async function bigKeys(redis: Redis, signal: AbortSignal): Promise<Awaited<ReturnType<RedisReader['bigKeys']>>> {
  const until = performance.now() + WITHIN_MS;
  const keys = await redis.dbsize();
  let largest: readonly BigKey[] = [];
  let looked = 0;
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, names] = await redis.scan(cursor, 'COUNT', PAGE);
    cursor = next;
    const found = await sizesOf(redis, names);
    looked += names.length;
    largest = [...largest, ...found].toSorted((left, right) => right.bytes - left.bytes).slice(0, SHOWN);
  } while (cursor !== '0' && performance.now() < until);
  const kinds = await Promise.all(largest.map(({ name }) => redis.type(name)));
  return {
    keys,
    looked: Math.min(looked, Math.max(keys, looked)),
    largest: largest.map((key, place) => ({ ...key, kind: kinds[place] ?? '' })),
  };
}

async function sizesOf(redis: Redis, names: readonly string[]): Promise<readonly BigKey[]> {
  if (names.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const name of names) pipeline.memory('USAGE', name, 'SAMPLES', SAMPLES);
  const answers = (await pipeline.exec()) ?? [];
  return names.flatMap((name, place) => {
    const [error, bytes] = answers[place] ?? [];
    if (error) throw error;
    // A key that has ended between the two questions has no size.
    return typeof bytes === 'number' ? [{ name, kind: '', bytes }] : [];
  });
}
