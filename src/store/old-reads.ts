import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/**
 * Deletes the oldest checks and checklists that ended so many days ago, with their findings and pictures; their rows of the log stay,
 * and so do all tasks. Several may do it at once: none waits for another. Returns how many.
 */
export function deleteOldReads(tx: Tx, olderThanDays: number, limit: number): Promise<number> {
  return tx.execute(
    sql`with old as (select id from runs where kind <> 'task' and state = 'ended' and ended_at < now() - make_interval(days => ${olderThanDays})
            order by ended_at limit ${limit} for update skip locked),
          cards as (select id from messages where subject = 'run' and subject_id in (select id from old)),
          pictures as (delete from messages where id in (select id from cards union select id from messages where parent_id in (select id from cards)))
        delete from runs where id in (select id from old)`,
  );
}
