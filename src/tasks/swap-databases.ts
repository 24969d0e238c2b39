import { z } from 'zod';
import { ask, type Ask } from '../core/ask.ts';
import { OpsError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Look } from '../core/look.ts';
import { defineTask, type Plan } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import { duration } from '../lib/words.ts';
import type { RowCounts } from '../ports/database.ts';
import { stopsWhat } from './restore/plan.ts';
import { downMs, timed } from './restore/down-time.ts';
import { lastLook } from './restore/last-look.ts';
import { gainInWords, lossInWords, rowsLost } from './restore/loss.ts';
import { bringBackRedis, planKeptRedis, redisInWords, serveAgain, RedisWork } from './restore/redis.ts';
import { oneSided, onlyThere, rowsInWords, tooMuchLost } from './restore/rows.ts';
import { Oid, UNDO_DAYS, keptInWords, keptName, replaced } from './restore/work.ts';

type Needs = 'backups' | 'database' | 'services';

const KEPT_NAME = 'a database that a restore has kept, such as bigshot_before_482';
const SwapInput = z.object({
  serve: z
    .string()
    .regex(/^.+_before_[0-9]+$/, KEPT_NAME)
    .describe(KEPT_NAME),
  redis: z.string().describe('what a restore has kept of Redis, such as redis_before_482').optional(),
});

const SwapWork = z.object({
  live: z.string(),
  liveOid: Oid,
  serve: z.string(),
  serveOid: Oid,
  kept: z.string(),
  stopped: z.array(z.string()),
  /** Rows of the database that is to serve, a table. */
  rows: z.record(z.string(), z.number()),
  /** Those of them that the present database can have too. */
  shared: z.record(z.string(), z.number()),
  /** A row of the present database that was written after this is not in the other one; left out when nothing there has a time. */
  since: z.iso.datetime().optional(),
  /** Rows that would be lost, a table, as people approved them. */
  lost: z.record(z.string(), z.number()),
  redis: RedisWork.optional(),
});
type SwapWork = z.infer<typeof SwapWork>;

/** Puts a kept database back into service, and keeps the present one under the name of this run. Its own undo. */
export const swapDatabases = defineTask({
  id: 'swap-databases',
  title: 'Swap databases back',
  why: 'Takes a restore back: the database that it put aside serves again.',
  procedures: ['S111', 'S118'],
  risk: 'destructive',
  input: SwapInput,
  work: SwapWork,
  needs: ['backups', 'database', 'services'],
  mutes: ['api-health', 'celery-workers'],
  locks: () => ['database', 'services', 'backups'],
  plan: planSwap,
  stale: staleSwap,
  steps: [
    {
      id: 'stop',
      does: 'stopping what writes',
      again: true,
      act: ({ services, signal }, { stopped }) => services.stop(stopped, signal),
    },
    {
      id: 'swap',
      does: 'swapping the names',
      act: ({ database, signal }, { serve, live, kept, shared, since, lost }) =>
        database.swap({ serve, as: live, keep: kept }, signal, lastLook(lost, shared, dateOf(since))),
    },
    {
      id: 'redis',
      does: 'bringing back what Redis held',
      when: ({ redis }) => redis !== undefined,
      act: ({ backups, signal }, { redis }) => bringBackRedis({ backups, signal }, redis),
    },
  ],
  async settle({ backups, database, services, signal }, { live, stopped, redis }) {
    await database.allowConnections(live, signal);
    await serveAgain({ backups, services, signal }, { stopped, redis });
  },
  async cleanUp({ backups, database, services, signal }, { live, stopped, redis }) {
    await database.allowConnections(live, signal);
    await serveAgain({ backups, services, signal }, { stopped, redis });
  },
  verify: whoServesNow,
  undoDays: UNDO_DAYS,
  undo: ({ kept, redis }): Ask =>
    ask<z.infer<typeof SwapInput>>({ id: 'swap-databases', input: SwapInput }, { serve: kept, ...(redis && { redis: redis.kept }) }),
});

async function planSwap(
  { backups, database, services, signal, runId }: Look<Needs>,
  { serve, redis: keptRedis }: z.infer<typeof SwapInput>,
): Promise<Plan<SwapWork>> {
  if (runId === undefined) throw new OpsError('restore', 'planning a swap outside of a run', { permanent: true });
  const { live } = database;
  if (!serve.startsWith(`${live}_before_`)) return { is: 'impossible', why: `\`${foreign(serve, 80)}\` was not kept from \`${live}\`.` };
  const there = await database.existing([live, serve], signal);
  if (!there[serve])
    return {
      is: 'impossible',
      why: `There is no database \`${foreign(serve, 80)}\`: nothing was put aside under this name, or it is gone by now.`,
    };
  const redis = keptRedis === undefined ? undefined : await planKeptRedis(backups, keptRedis, runId, signal);
  if (redis?.is === 'impossible') return { is: 'impossible', why: `It cannot be swapped back: ${redis.why}.` };
  const { here, aside, since, countingMs } = await countBoth(database, serve, signal);
  const { names, why } = services.manageable();
  const down = downMs(names.length > 0, countingMs);
  const work: SwapWork = {
    live,
    liveOid: there[live]?.oid ?? 0,
    serve,
    serveOid: there[serve].oid,
    kept: keptName(live, runId),
    stopped: [...names],
    rows: { ...aside.rows },
    shared: Object.fromEntries(Object.entries(aside.rows).map(([table, rows]) => [table, rows - (aside.newer?.[table] ?? 0)])),
    ...(since && { since: since.toISOString() }),
    lost: { ...rowsLost(here, aside) },
    ...(redis && { redis: redis.work }),
  };
  return {
    is: 'plan',
    summary: `\`${serve}\` serves again as \`${live}\``,
    facts: [
      lossInWords(work.lost, here, { lose: 'you lose', other: serve }),
      ...gainInWords(rowsLost(aside, here)),
      ...oneSided(here.rows, aside.rows, serve),
      keptInWords(work.kept),
      ...(redis?.facts ?? []),
      stopsWhat(work.stopped, why),
    ],
    impact: `the API is down for about ${duration(down)}`,
    seconds: Math.round(down / 1000) + (names.length > 0 ? 4 : 1),
    work,
  };
}

/**
 * What is behind the newest row of the kept database was written since it was put aside; what it has behind the newest row that the present one had
 * by then was left behind by the restore. Both can only be in one of the two.
 */
async function countBoth(
  database: Look<Needs>['database'],
  serve: string,
  signal: AbortSignal,
): Promise<{ readonly here: RowCounts; readonly aside: RowCounts; readonly since?: Date; readonly countingMs: number }> {
  const aside = await database.countRows(serve, signal);
  const since = aside.newest;
  const { result: here, ms: countingMs } = await timed(() => database.countRows(database.live, signal, since));
  if (!since) return { here, aside, countingMs };
  return { here, aside: await database.countRows(serve, signal, here.newestUntil ?? new Date(0)), since, countingMs };
}

async function staleSwap(
  { database, signal }: Look<Needs>,
  { live, liveOid, serve, serveOid, kept, shared, since, lost }: SwapWork,
  done: readonly string[],
): Promise<string | undefined> {
  const there = await database.existing([live, serve, kept], signal);
  if (done.includes('swap') || (there[kept] && !there[serve])) return undefined;
  if (!there[serve]) return `the database ${serve} is not there any more`;
  const other = replaced(live, liveOid, there[live]) ?? replaced(serve, serveOid, there[serve]);
  if (other !== undefined) return other;
  const counts = await database.countRows(live, signal, dateOf(since));
  return tooMuchLost(lost, rowsLost(counts, { rows: shared }));
}

function dateOf(since: string | undefined): Date | undefined {
  return since === undefined ? undefined : new Date(since);
}

async function whoServesNow(look: Look<Needs>, work: SwapWork): Promise<readonly Finding[]> {
  const { database, signal } = look;
  const { live, serve, kept, rows, shared, since } = work;
  const there = await database.existing([live, serve, kept], signal);
  if (!there[live]) return [{ status: 'critical', summary: `There is no database \`${live}\`: nobody serves.` }];
  if (!there[live].allowsConnections) return [{ status: 'critical', summary: `\`${live}\` takes no connections: nobody serves.` }];
  if (there[serve])
    return [{ status: 'ok', subject: live, summary: `\`${live}\` serves the data that it had, \`${serve}\` is still aside.` }];
  if (!there[kept])
    return [{ status: 'critical', summary: `Neither \`${serve}\` nor \`${kept}\` exists: somebody else has renamed databases.` }];
  const behind = onlyThere(rowsLost(await database.countRows(kept, signal, dateOf(since)), { rows: shared }));
  return [
    {
      status: 'ok',
      subject: live,
      summary: `\`${live}\` serves what was kept as \`${serve}\`: ${rowsInWords(rows) || 'no rows'}; the data before it are kept as \`${kept}\`${behind}${await redisInWords(look, work.redis)}.`,
    },
  ];
}
