import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import { duration } from '../../lib/words.ts';
import { fields } from './info.ts';

const POLL_MS = 100;
const SAVED_WITHIN_MS = 300_000;
const REDIS = 'redis';

/** Makes Redis write its dump now, and answers with the dump's path there. A save or a rewrite that is under way is waited for. */
export async function saveNow(redis: Redis, signal: AbortSignal): Promise<string> {
  const before = await persistence(redis);
  await redis.call('BGSAVE', 'SCHEDULE');
  await until(redis, signal, 'its dump', (now) => {
    if (now.isSaving || now.isScheduled) return false;
    if (now.saves <= before.saves && now.savedAt <= before.savedAt) return false;
    if (now.status !== 'ok') throw new OpsError(REDIS, 'Redis could not write its dump: see its log and whether its disk is full');
    return true;
  });
  const [dir, file] = [await setting(redis, 'dir'), await setting(redis, 'dbfilename')];
  return `${dir.replace(/\/$/, '')}/${file}`;
}

/** Waits until the append-only file holds what Redis holds, where there is one; else writes the dump. */
export async function makeDurable(redis: Redis, signal: AbortSignal): Promise<void> {
  if ((await persistence(redis)).isAppending) {
    await until(redis, signal, 'its append-only file', ({ isRewriting, isRewriteScheduled, rewriteStatus }) => {
      if (isRewriting || isRewriteScheduled) return false;
      if (rewriteStatus !== 'ok') throw new OpsError(REDIS, 'Redis could not write its append-only file: see its log');
      return true;
    });
    return;
  }
  await saveNow(redis, signal);
}

interface Persistence {
  readonly isSaving: boolean;
  readonly isScheduled: boolean;
  readonly saves: number;
  readonly savedAt: number;
  readonly status: string;
  readonly isAppending: boolean;
  readonly isRewriting: boolean;
  readonly isRewriteScheduled: boolean;
  readonly rewriteStatus: string;
}

async function persistence(redis: Redis): Promise<Persistence> {
  const facts = fields(await redis.info('persistence'));
  const number = (name: string): number => Number(facts.get(name) ?? 0);
  return {
    isSaving: number('rdb_bgsave_in_progress') === 1,
    isScheduled: number('rdb_bgsave_scheduled') === 1,
    // Its times are whole seconds, and two saves may be in one; the counter came with version 7.
    saves: number('rdb_saves'),
    savedAt: number('rdb_last_save_time'),
    status: facts.get('rdb_last_bgsave_status') ?? 'ok',
    isAppending: number('aof_enabled') === 1,
    isRewriting: number('aof_rewrite_in_progress') === 1,
    isRewriteScheduled: number('aof_rewrite_scheduled') === 1,
    rewriteStatus: facts.get('aof_last_bgrewrite_status') ?? 'ok',
  };
}

async function until(redis: Redis, signal: AbortSignal, what: string, isDone: (now: Persistence) => boolean): Promise<void> {
  for (const deadline = Date.now() + SAVED_WITHIN_MS; Date.now() < deadline; await sleep(POLL_MS, undefined, { signal })) {
    if (isDone(await persistence(redis))) return;
  }
  throw new OpsError(REDIS, `Redis has not written ${what} within ${duration(SAVED_WITHIN_MS)}`);
}

async function setting(redis: Redis, name: string): Promise<string> {
  const answer = await redis.config('GET', name);
  const value: unknown = Array.isArray(answer) ? answer[1] : undefined;
  if (typeof value !== 'string' || value === '') throw new OpsError(REDIS, `Redis does not say its ${plain(name, 40)}`);
  return value;
}
