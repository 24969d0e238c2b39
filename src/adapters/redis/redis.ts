import type { Redis } from 'ioredis';
import type { RedisReader, RedisState } from '../../ports/redis.ts';
import { connected } from './connection.ts';
import { bigKeys } from './big-keys.ts';
import { fields, keysIn } from './info.ts';
import { askWorkers } from './pidbox.ts';
import { queueState, type SeenTails } from './queues.ts';

/** The platform's Redis: `redis://` or `rediss://`, with the password and the number of the database in it. */
export interface RedisOptions {
  readonly url: string;
  /** How long workers may take to answer; 1.5 s unless told. */
  readonly repliesWithinMs?: number;
}

/** The broker of the platform, looked at without any library of Celery's. */
export function createRedis({ url, repliesWithinMs = 1500 }: RedisOptions): RedisReader {
  const seen: SeenTails = new Map();
  return {
    state: (signal) => connected(url, 'reading the state of Redis', signal, state),
    bigKeys: (signal) => connected(url, 'looking for large keys in Redis', signal, (redis) => bigKeys(redis, signal)),
    queues: (signal) => connected(url, 'reading the queues in Redis', signal, (redis) => queueState(redis, seen)),
    celery: (signal) =>
      connected(url, 'asking the Celery workers', signal, async (redis) => ({
        ...(await queueState(redis, seen)),
        ...(await askWorkers(redis, repliesWithinMs, signal)),
      })),
  };
}

async function state(redis: Redis): Promise<RedisState> {
  const began = performance.now();
  // Not PING: Redis refuses that one too when it could not save, and that is what people must be told.
  const facts = fields(await redis.info());
  const latencyMs = Math.round(performance.now() - began);
  const number = (name: string): number => Number(facts.get(name) ?? 0);
  return {
    version: facts.get('redis_version') ?? 'unknown',
    latencyMs,
    usedBytes: number('used_memory'),
    maxBytes: number('maxmemory'),
    policy: facts.get('maxmemory_policy') ?? 'unknown',
    evictedKeys: number('evicted_keys'),
    lastSaveOk: ['rdb_last_bgsave_status', 'aof_last_write_status'].every((name) => (facts.get(name) ?? 'ok') === 'ok'),
    appendOnly: facts.get('aof_enabled') === '1',
    hits: number('keyspace_hits'),
    misses: number('keyspace_misses'),
    keys: keysIn(facts),
    clients: number('connected_clients'),
    fragmentation: number('mem_fragmentation_ratio'),
    upSeconds: number('uptime_in_seconds'),
    ...(number('rdb_last_save_time') > 0 && { savedAt: new Date(number('rdb_last_save_time') * 1000) }),
  };
}
