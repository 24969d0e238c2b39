import { escapeIdentifier, type Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import type { RowCounts } from '../../ports/database.ts';
import { rowsOf } from './session.ts';

/** A table whose rows a dump holds, and its column of creation time where it has one. */
interface Table {
  readonly schema: string;
  readonly name: string;
  readonly createdAt: boolean;
}

const Table = z.object({ schema: z.string(), name: z.string(), createdAt: z.boolean() });
const Counted = z.object({ rows: z.number(), newest: z.number().nullable() });
const Objects = z.object({ indexes: z.number(), constraints: z.number() });

/** The schemas that belong to the server itself. */
const own = sql`n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** Counts everything in the snapshot that the session has; the caller begins and ends the transaction. */
export async function countTables(client: Client, progress?: (done: number, of: number) => void): Promise<RowCounts> {
  const tables = await tablesOf(client);
  const rows: Record<string, number> = {};
  let newest = 0;
  for (const [index, table] of tables.entries()) {
    progress?.(index, tables.length);
    const counted = await countTable(client, table);
    rows[table.schema === 'public' ? table.name : `${table.schema}.${table.name}`] = counted.rows;
    newest = Math.max(newest, counted.newest ?? 0);
  }
  const [objects] = await rowsOf(client, objectsStatement, Objects);
  return { rows, ...objects, ...(newest > 0 ? { newest: new Date(newest * 1000) } : {}) };
}

/** Leaf tables only: the rows of a partitioned table are in its parts, and so are the COPY blocks of a dump. */
async function tablesOf(client: Client): Promise<readonly Table[]> {
  return rowsOf(
    client,
    sql`select n.nspname as schema, c.relname as name,
          exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'created_at' and not a.attisdropped
                  and a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype, 'date'::regtype)) as "createdAt"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relpersistence <> 't' and ${own}
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1, 2`,
    Table,
  );
}

async function countTable(client: Client, { schema, name, createdAt }: Table): Promise<z.infer<typeof Counted>> {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  // The epoch of a time without zone is that of UTC, which is what the platform writes.
  const newest = createdAt ? 'extract(epoch from max(created_at) filter (where isfinite(created_at)))::float8' : 'null';
  const [counted] = await rowsOf(
    client,
    { text: `select count(*)::float8 as rows, ${newest} as newest from only ${table}`, values: [] },
    Counted,
  );
  return counted ?? { rows: 0, newest: null };
}

/** Constraints of NOT NULL are rows of their own from 18 on, so only the kinds that all versions know are counted. */
const objectsStatement = sql`select
  (select count(*)::int from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where i.indisvalid and c.relkind in ('r', 'p', 'm') and ${own}) as indexes,
  (select count(*)::int from pg_constraint k join pg_namespace n on n.oid = k.connamespace
   where k.contype in ('c', 'f', 'p', 'u', 'x') and ${own}) as constraints`;
