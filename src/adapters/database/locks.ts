import type { Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import { tableKey } from '../../lib/table-key.ts';
import type { TableLock } from '../../ports/database.ts';
import { rowsOf } from './session.ts';

const Lock = z.object({
  schema: z.string(),
  name: z.string(),
  pid: z.number(),
  application: z.string(),
  state: z.string().nullable(),
  query: z.string().nullable(),
  heldSeconds: z.number().nullable(),
  waiting: z.number(),
  waitedSeconds: z.number().nullable(),
});

/**
 * Tables that somebody keeps from others, the longest first. Read from the server's own views, so that it waits for nobody.
 * Since when somebody waits is known only from version 14 on; the start of the statement that waits is close to it.
 */
export async function readTableLocks(client: Client): Promise<readonly TableLock[]> {
  const rows = await rowsOf(
    client,
    sql`select n.nspname as schema, c.relname as name, l.pid, a.application_name as application, a.state, left(a.query, 300) as query,
          extract(epoch from max(clock_timestamp() - a.xact_start))::float8 as "heldSeconds",
          (select count(distinct w.pid)::int from pg_locks w where w.locktype = 'relation' and w.database = l.database and w.relation = l.relation and not w.granted) as waiting,
          (select extract(epoch from max(clock_timestamp() - wa.query_start))::float8 from pg_locks w join pg_stat_activity wa on wa.pid = w.pid
            where w.locktype = 'relation' and w.database = l.database and w.relation = l.relation and not w.granted) as "waitedSeconds"
        from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'relation' and l.granted and l.database = (select oid from pg_database where datname = current_database())
          and l.mode in ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock')
          and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and a.backend_type = 'client backend' and a.application_name !~ '^bigshot(:|$)'
        group by 1, 2, 3, 4, 5, 6, l.database, l.relation
        order by "heldSeconds" desc nulls last limit 20`,
    Lock,
  );
  return rows.map(({ schema, name, state, query, heldSeconds, waitedSeconds, ...rest }) => ({
    ...rest,
    table: tableKey(schema, name),
    state: state ?? 'unknown',
    query: query ?? '',
    heldSeconds: heldSeconds ?? 0,
    waitedSeconds: waitedSeconds ?? 0,
  }));
}
