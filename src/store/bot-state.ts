import { z } from 'zod';
import { sql } from '../lib/sql.ts';
import type { BotState, RestoreTime } from '../ports/journal.ts';
import type { Tx } from './store.ts';

const Counts = z.object({
  ready: z.number(),
  readySeconds: z.number(),
  unshown: z.number(),
  unshownSeconds: z.number(),
  problem: z.string().nullable(),
  lastSubject: z.string().nullable(),
  lastAt: z.date().nullable(),
});
const Process = z.object({ name: z.string(), role: z.enum(['chat', 'worker']), seenSeconds: z.number() });

/** How the bot stands, for one environment: a run that has not begun, a message that is not shown, a process that is gone. */
export async function botState(tx: Tx, environment: string): Promise<BotState> {
  const begun = performance.now();
  const processes = await tx.rows(
    sql`select name, role, extract(epoch from now() - seen_at)::float8 as "seenSeconds" from workers
        where seen_at > now() - interval '1 hour' and (environment is null or environment = ${environment}) order by role, name`,
    Process,
  );
  const storeMs = performance.now() - begun;
  const [counts] = await tx.rows(
    sql`with waiting as (select created_at from runs where environment = ${environment} and state in ('requested', 'ready') and (lease_until is null or lease_until < now())
            and (not_before is null or not_before <= now())),
          behind as (select created_at, problem from messages where wanted > shown and (only_for is null or ts is null))
        select (select count(*)::int from waiting) as ready, coalesce((select extract(epoch from now() - min(created_at))::float8 from waiting), 0) as "readySeconds",
          (select count(*)::int from behind) as unshown, coalesce((select extract(epoch from now() - min(created_at))::float8 from behind), 0) as "unshownSeconds",
          (select problem from behind where problem is not null order by created_at limit 1) as problem, last.subject as "lastSubject", last.ended_at as "lastAt"
        from (select 1) as one left join lateral (select subject, ended_at from runs where environment = ${environment} and via = 'schedule' and kind = 'checklist'
          and outcome = 'succeeded' order by id desc limit 1) as last on true`,
    Counts,
  );
  const {
    problem = null,
    lastSubject = null,
    lastAt = null,
    ...rest
  } = counts ?? { ready: 0, readySeconds: 0, unshown: 0, unshownSeconds: 0 };
  return {
    storeMs,
    processes,
    ...rest,
    ...(problem !== null && { problem }),
    ...(lastSubject !== null && lastAt !== null && { lastDigest: { subject: lastSubject, at: lastAt } }),
  };
}

/** Restores that succeeded since then, newest first: from the start of their work, not of their plan. */
export function restoreTimes(tx: Tx, environment: string, since: Date): Promise<readonly RestoreTime[]> {
  return tx.rows(
    sql`select ended_at as at, extract(epoch from ended_at - started_at)::float8 as seconds from runs
        where environment = ${environment} and subject = 'restore-backup' and outcome = 'succeeded' and started_at is not null and ended_at >= ${since}
        order by id desc limit 100`,
    z.object({ at: z.date(), seconds: z.number() }),
  );
}
