import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { OpsError } from '../../core/errors.ts';
import { duration } from '../../lib/words.ts';
import type { Engine } from '../engine/client.ts';
import type { Member } from '../engine/project.ts';
import { removeHelpers, startHelper, type Helper } from './helper.ts';
import { fields } from './info.ts';
import { makeDurable } from './saving.ts';

const PORT = 6379;
const COPIED_WITHIN_MS = 300_000;
const POLL_MS = 100;

/**
 * Gives Redis the data of a dump without touching a file of its: a helper loads the dump, Redis copies everything from there as its replica, and then
 * is its own master again. Redis itself drops its data only when the whole of the new ones has come, and rewrites its append-only file; so this is the
 * same for every version and every setting of it.
 */
export async function replaceFrom(
  rdb: string,
  { engine, member, project, redis }: { readonly engine: Engine; readonly member: Member; readonly project: string; readonly redis: Redis },
  signal: AbortSignal,
): Promise<void> {
  const helper = await startHelper(engine, member, { project, rdb }, signal);
  try {
    await redis.config('SET', 'masterauth', helper.password);
    await redis.replicaof(helper.host, PORT);
    await copied(redis, helper, signal);
  } finally {
    // Its own master again in any case, with the old data or with the new ones.
    await letGo(redis);
    await helper.remove();
  }
  await makeDurable(redis, signal);
}

/** Its own master again, and no helper is left. */
export async function releaseRedis(
  redis: Redis,
  { engine, project }: { readonly engine: Engine; readonly project: string },
  signal: AbortSignal,
): Promise<void> {
  if (fields(await redis.info('replication')).get('role') === 'slave') await letGo(redis);
  await removeHelpers(engine, project, signal);
}

async function letGo(redis: Redis): Promise<void> {
  await redis.replicaof('NO', 'ONE');
  await redis.config('SET', 'masterauth', '');
}

async function copied(redis: Redis, helper: Helper, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + COPIED_WITHIN_MS; Date.now() < deadline; await sleep(POLL_MS, undefined, { signal })) {
    const facts = fields(await redis.info('replication'));
    if (facts.get('master_link_status') === 'up' && facts.get('master_sync_in_progress') === '0') return;
    const ended = await helper.whyEnded();
    if (ended !== undefined) throw new OpsError('redis', ended, { permanent: true });
  }
  throw new OpsError('redis', `Redis has not copied the data within ${duration(COPIED_WITHIN_MS)}`);
}
