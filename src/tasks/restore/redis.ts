import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import type { Act, Look } from '../../core/look.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { bytes, list, plural } from '../../lib/words.ts';
import type { BackupsReader, Verification } from '../../ports/backups.ts';

/** What a run does with the data of Redis, where it was asked to. */
export const RedisWork = z.object({
  /** An archive exactly as it was approved, or the name of what an earlier run has kept. */
  from: z.union([z.object({ archive: z.string(), sha256: z.string() }), z.object({ kept: z.string() })]),
  /** The name under which the present data are kept. */
  kept: z.string(),
});
export type RedisWork = z.infer<typeof RedisWork>;

export type RedisPlan =
  | { readonly is: 'plan'; readonly facts: readonly string[]; readonly work: RedisWork }
  | { readonly is: 'impossible'; readonly why: string };

export function keptRedisName(runId: number): string {
  return `redis_before_${runId}`;
}

/** The data of Redis as they stand in an archive. */
export async function planRedis(
  backups: BackupsReader,
  verification: Verification,
  runId: number,
  signal: AbortSignal,
): Promise<RedisPlan> {
  const { name, sha256, contents, notApplicable } = verification;
  const held = contents?.redis;
  const lacks = notApplicable.find((one) => one.startsWith('no redis_backup.rdb'));
  if (held?.is === 'left out') return { is: 'impossible', why: `\`${name}\` has no dump of Redis: ${foreign(held.why, 200)}` };
  if (lacks !== undefined) return { is: 'impossible', why: `\`${name}\` has no dump of Redis` };
  const what = held ? inWords(held.keys, held.queues) : 'how much it is, this archive does not say';
  return finishPlan(
    backups,
    { from: { archive: name, sha256 }, kept: keptRedisName(runId) },
    `${what}; jobs that were done since then run again`,
    signal,
  );
}

/** What an earlier run has put aside. */
export async function planKeptRedis(backups: BackupsReader, kept: string, runId: number, signal: AbortSignal): Promise<RedisPlan> {
  const file = 'absent' in backups.redis ? undefined : await backups.redis.kept(kept);
  if (!file) return { is: 'impossible', why: `what Redis held before, \`${foreign(kept, 60)}\`, is not there any more` };
  return finishPlan(backups, { from: { kept }, kept: keptRedisName(runId) }, `what was kept as \`${kept}\` (${bytes(file.bytes)})`, signal);
}

async function finishPlan({ redis }: BackupsReader, work: RedisWork, what: string, signal: AbortSignal): Promise<RedisPlan> {
  if ('absent' in redis) return { is: 'impossible', why: redis.absent };
  const now = await redis.holdings(signal);
  if (now.is === 'fixed') return { is: 'impossible', why: `the data of Redis cannot be replaced: ${foreign(now.why, 200)}` };
  return {
    is: 'plan',
    work,
    facts: [
      `Redis too: ${what}`,
      `what it holds now, ${inWords(now.keys, now.queues)}, is kept as \`${work.kept}\` and goes with the undo`,
    ],
  };
}

function inWords(keys: number, queues: Readonly<Record<string, number>>): string {
  const waiting = Object.entries(queues)
    .filter(([, messages]) => messages > 0)
    .map(([name, messages]) => `${plural(messages, 'message')} in the queue ${foreignCode(name, 60)}`);
  return `${plural(keys, 'key')}${waiting.length === 0 ? ', nothing waiting' : `, ${list(waiting)}`}`;
}

/** What was kept by an attempt that died stays what was there before the first one. */
export async function bringBackRedis(
  { backups, signal }: Pick<Act<'backups'>, 'backups' | 'signal'>,
  redis: RedisWork | undefined,
): Promise<void> {
  if (!redis) return;
  if ('absent' in backups.redis) throw new OpsError('redis', backups.redis.absent, { permanent: true });
  await backups.redis.release(signal);
  await backups.redis.keep(redis.kept, signal);
  await backups.redis.replace(redis.from, signal);
}

/** A replacement that was cut may have left Redis without writes; whether that can be mended or not, the services start. */
export async function serveAgain(
  { backups, services, signal }: Pick<Act<'backups' | 'services'>, 'backups' | 'services' | 'signal'>,
  { stopped, redis }: { readonly stopped: readonly string[]; readonly redis?: RedisWork | undefined },
): Promise<void> {
  try {
    if (redis && !('absent' in backups.redis)) await backups.redis.release(signal);
  } finally {
    await services.start(stopped, signal);
  }
}

/** For the receipt: what became of the data that Redis held. */
export async function redisInWords({ backups }: Pick<Look<'backups'>, 'backups'>, redis: RedisWork | undefined): Promise<string> {
  if (!redis || 'absent' in backups.redis) return '';
  const kept = await backups.redis.kept(redis.kept);
  return kept ? `; Redis too: what it held before is kept as \`${redis.kept}\`` : '; Redis holds what it held before';
}
