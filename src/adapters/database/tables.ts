import { escapeIdentifier, type Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { sql } from '../../lib/sql.ts';
import { tableKey } from '../../lib/table-key.ts';
import type { RowCounts } from '../../ports/database.ts';
import { rowsOf } from './session.ts';

/** A table whose rows a dump holds, and the type of its column of creation time where it has one. */
const Table = z.object({ schema: z.string(), name: z.string(), createdAt: z.enum(['timestamp', 'timestamptz']).nullable() });
type Table = z.infer<typeof Table>;

/** Times in milliseconds since 1970. */
const Counted = z.object({
  rows: z.number(),
  newest: z.number().nullable(),
  newer: z.number().nullable(),
  newestUntil: z.number().nullable(),
});
type Counted = z.infer<typeof Counted>;
const Objects = z.object({ indexes: z.number(), constraints: z.number() });

/** The schemas that belong to the server itself. */
const own = sql`n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** Counts everything in the snapshot that the session has; the caller begins and ends the transaction. */
export async function countTables(client: Client, since?: Date): Promise<RowCounts> {
  const tables = new Map<string, Counted>();
  for (const table of await tablesOf(client)) {
    tables.set(tableKey(table.schema, table.name), await countTable(client, table, since));
  }
  const [objects] = await rowsOf(client, objectsStatement, Objects);
  const counted = [...tables];
  const newest = latestOf(counted.map(([, { newest: time }]) => time));
  const newestUntil = latestOf(counted.map(([, { newestUntil: time }]) => time));
  const newer = counted.flatMap(([name, { newer: number }]) => (number === null ? [] : [[name, number] as const]));
  return {
    rows: Object.fromEntries(counted.map(([name, { rows }]) => [name, rows])),
    ...objects,
    ...(newest && { newest }),
    ...(since && { newer: Object.fromEntries(newer) }),
    ...(newestUntil && { newestUntil }),
  };
}

function latestOf(times: readonly (number | null)[]): Date | undefined {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? undefined : new Date(Math.max(...known));
}

/** The names of all tables whose rows a dump holds. */
export async function readTables(client: Client): Promise<readonly string[]> {
  return (await tablesOf(client)).map(({ schema, name }) => tableKey(schema, name));
}

/** Leaf tables only: the rows of a partitioned table are in its parts, and so are the COPY blocks of a dump. */
async function tablesOf(client: Client): Promise<readonly Table[]> {
  return rowsOf(
    client,
    sql`select n.nspname as schema, c.relname as name,
          (select t.typname::text from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attname = 'created_at'
           and not a.attisdropped and a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype)) as "createdAt"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relpersistence <> 't' and ${own}
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1, 2`,
    Table,
  );
}

async function countTable(client: Client, { schema, name, createdAt }: Table, since: Date | undefined): Promise<Counted> {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  const [counted] = await rowsOf(
    client,
    createdAt === null
      ? { text: `select count(*)::float8 as rows, null as newest, null as newer, null as "newestUntil" from only ${table}`, values: [] }
      : { text: `select ${datedColumns(createdAt)} from only ${table}`, values: [since ?? null] },
    Counted,
  );
  if (!counted) throw new OpsError('database', `counting the rows of ${table}: no answer`);
  return counted;
}

/** `$1` is the moment, or null. A time without zone is one of UTC, which is what the platform writes. */
function datedColumns(createdAt: 'timestamp' | 'timestamptz'): string {
  const since = createdAt === 'timestamp' ? "($1::timestamptz at time zone 'UTC')" : '$1::timestamptz';
  const upTo = (where: string): string =>
    `ceil(extract(epoch from max(created_at) filter (where isfinite(created_at) and ${where})) * 1000)::float8`;
  return `count(*)::float8 as rows, ${upTo('true')} as newest, ${upTo(`created_at <= ${since}`)} as "newestUntil",
    count(*) filter (where isfinite(created_at) and created_at > ${since})::float8 as newer`;
}

/** Constraints of NOT NULL are rows of their own from 18 on, so only the kinds that all versions know are counted. */
const objectsStatement = sql`select
  (select count(*)::int from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where i.indisvalid and c.relkind in ('r', 'p', 'm') and ${own}) as indexes,
  (select count(*)::int from pg_constraint k join pg_namespace n on n.oid = k.connamespace
   where k.contype in ('c', 'f', 'p', 'u', 'x') and ${own}) as constraints`;
