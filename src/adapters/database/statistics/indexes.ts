import type { Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../../lib/sql.ts';
import { tableKey } from '../../../lib/table-key.ts';
import type { StatisticsReader } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';
import { readSince } from './since.ts';

const Index = z.object({
  schema: z.string(),
  name: z.string(),
  index: z.string(),
  scans: z.number(),
  bytes: z.number().nullable(),
  isUnique: z.boolean(),
  isValid: z.boolean(),
  isBound: z.boolean(),
  supportsForeignKey: z.boolean(),
  keys: z.array(z.string()).nullable(),
  method: z.string(),
});

/** Each index with what would be lost with it. Sizes as in `readSizes`: not where the question would wait. */
export async function readIndexes(client: Client): ReturnType<StatisticsReader['indexes']> {
  const rows = await rowsOf(
    client,
    sql`select s.schemaname as schema, s.relname as name, s.indexrelname as index, s.idx_scan::float8 as scans,
          case when not exists (select from pg_locks l where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.relation in (s.relid, s.indexrelid)
            and l.pid <> pg_backend_pid()) then pg_relation_size(s.indexrelid)::float8 end as bytes,
          i.indisunique as "isUnique", i.indisvalid as "isValid",
          i.indisprimary or i.indisreplident or i.indisexclusion or exists (select from pg_constraint k where k.conindid = s.indexrelid) as "isBound",
          exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = s.relid and k.conkey[1] = i.indkey[0]) as "supportsForeignKey",
          case when i.indexprs is null and i.indpred is null then
            (select array_agg(concat_ws(' ', a.attname, i.indclass[p.place - 1], i.indcollation[p.place - 1], i.indoption[p.place - 1]) order by p.place)
             from generate_series(1, i.indnkeyatts) as p (place) join pg_attribute a on a.attrelid = s.relid and a.attnum = i.indkey[p.place - 1]) end as keys,
          m.amname as method
        from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid join pg_class c on c.oid = s.indexrelid join pg_am m on m.oid = c.relam
        order by s.idx_scan, 1, 2, 3`,
    Index,
  );
  const indexes = rows.map(({ schema, name, keys, ...rest }) => ({ ...rest, table: tableKey(schema, name), ...(keys && { keys }) }));
  return { ...(await readSince(client)), indexes };
}
