import type { Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { sql } from '../../lib/sql.ts';
import type { DatabaseState, DatabaseTraits } from '../../ports/database.ts';
import { rowsOf } from './session.ts';

const State = z.object({
  serverVersion: z.number(),
  connections: z.number(),
  maxConnections: z.number(),
  sizeBytes: z.number(),
  longestQuerySeconds: z.number(),
  idleInTransactionSeconds: z.number(),
});

/** The bot's own sessions are not what somebody wants to be warned of. */
export async function readState(client: Client): Promise<DatabaseState> {
  const begun = performance.now();
  await rowsOf(client, sql`select 1`, z.unknown());
  const latencyMs = performance.now() - begun;
  const [state] = await rowsOf(
    client,
    sql`select current_setting('server_version_num')::int as "serverVersion",
          current_setting('max_connections')::int as "maxConnections",
          pg_database_size(current_database())::float8 as "sizeBytes",
          (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
          coalesce((select extract(epoch from max(clock_timestamp() - query_start))::float8 from pg_stat_activity
            where backend_type = 'client backend' and state = 'active' and application_name !~ '^bigshot(:|$)' and datname = current_database()), 0) as "longestQuerySeconds",
          coalesce((select extract(epoch from max(clock_timestamp() - state_change))::float8 from pg_stat_activity
            where state like 'idle in transaction%' and application_name !~ '^bigshot(:|$)' and datname = current_database()), 0) as "idleInTransactionSeconds"`,
    State,
  );
  if (!state) throw new OpsError('database', 'reading the state of the database: no answer');
  return { ...state, latencyMs };
}

const Traits = z.object({
  name: z.string(),
  serverVersion: z.number(),
  encoding: z.string(),
  collation: z.string(),
  extensions: z.array(z.string()),
  sizeBytes: z.number(),
  mayRename: z.boolean(),
});

export async function readTraits(client: Client): Promise<DatabaseTraits> {
  const [traits] = await rowsOf(
    client,
    sql`select datname as name, current_setting('server_version_num')::int as "serverVersion",
          pg_encoding_to_char(encoding) as encoding, datcollate as collation,
          (select coalesce(array_agg(extname::text order by extname), '{}') from pg_extension) as extensions,
          pg_database_size(oid)::float8 as "sizeBytes",
          (select rolsuper or (rolcreatedb and pg_has_role(datdba, 'member')) from pg_roles where rolname = current_user) as "mayRename"
        from pg_database where datname = current_database()`,
    Traits,
  );
  if (!traits) throw new OpsError('database', 'reading the traits of the database: no answer');
  return traits;
}

/** Extensions that this server could create: a dump can only ask for these. */
export async function readAvailableExtensions(client: Client): Promise<readonly string[]> {
  const rows = await rowsOf(client, sql`select name::text as name from pg_available_extensions`, z.object({ name: z.string() }));
  return rows.map(({ name }) => name);
}

const Sequence = z.object({ schema: z.string(), sequence: z.string(), table: z.string(), column: z.string(), last: z.number() });

/** Invalid indexes, and sequences that would hand out numbers that their column already has. */
export async function readDefects(client: Client): Promise<readonly string[]> {
  const invalid = await rowsOf(
    client,
    sql`select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid order by 1`,
    z.object({ name: z.string() }),
  );
  return [...invalid.map(({ name }) => `the index ${name} is invalid`), ...(await sequencesBehind(client))];
}

async function sequencesBehind(client: Client): Promise<readonly string[]> {
  const sequences = await rowsOf(
    client,
    sql`select n.nspname as schema, t.relname as table, a.attname as column, s.relname as sequence,
          coalesce(pg_sequence_last_value(s.oid), 0)::float8 as last
        from pg_class s join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
          join pg_class t on t.oid = d.refobjid join pg_namespace n on n.oid = t.relnamespace
          join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
        where s.relkind = 'S' and t.relkind in ('r', 'p') and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)`,
    Sequence,
  );
  const behind: string[] = [];
  for (const { schema, table, column, sequence, last } of sequences) {
    const text = `select coalesce(max(${client.escapeIdentifier(column)}), 0)::float8 as top from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`;
    const [row] = await rowsOf(client, { text, values: [] }, z.object({ top: z.number() }));
    if (row && row.top > last) behind.push(`the sequence ${sequence} is at ${last}, but ${table}.${column} goes up to ${row.top}`);
  }
  return behind;
}
