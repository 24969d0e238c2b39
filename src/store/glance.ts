import { Lock } from '../core/lock.ts';
import { Run } from '../core/run.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/** The newest look at the whole of an environment: the last of these checklists that came to its end. */
export async function lastLook(
  tx: Tx,
  environment: string,
  subjects: readonly string[],
): Promise<Pick<Run, 'id' | 'subject' | 'endedAt'> | undefined> {
  const rows = await tx.rows(
    sql`select id, subject, ended_at as "endedAt" from runs where environment = ${environment} and kind = 'checklist' and subject = any(${subjects}) and outcome = 'succeeded'
        order by id desc limit 1`,
    Run.pick({ id: true, subject: true, endedAt: true }),
  );
  return rows[0];
}

/** What is locked in an environment, and by which run. */
export function locksIn(tx: Tx, environment: string): Promise<readonly Lock[]> {
  return tx.rows(sql`select resource, run, since from locks where environment = ${environment} order by resource`, Lock);
}
