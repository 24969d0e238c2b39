import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import { rowsOf } from './session.ts';

/**
 * Gives `heir` what belongs to the database `of` and not to its contents, so a plain dump leaves it out:
 * owner, grants, comment, connection limit, and settings by ALTER DATABASE and ALTER ROLE … IN DATABASE.
 * Runs in the transaction of the caller.
 */
export async function inherit(client: Client, heir: string, of: string): Promise<void> {
  const statements = [...(await ownership(client, heir, of)), ...(await grants(client, heir, of)), ...(await settings(client, heir, of))];
  for (const statement of statements) await client.query(statement);
}

const Own = z.object({ owner: z.string(), limit: z.number(), comment: z.string().nullable() });

async function ownership(client: Client, heir: string, of: string): Promise<readonly string[]> {
  const [own] = await rowsOf(
    client,
    sql`select pg_get_userbyid(datdba) as owner, datconnlimit as limit, shobj_description(oid, 'pg_database') as comment from pg_database where datname = ${of}`,
    Own,
  );
  if (!own) return [];
  const database = escapeIdentifier(heir);
  return [
    `ALTER DATABASE ${database} OWNER TO ${escapeIdentifier(own.owner)}`,
    `ALTER DATABASE ${database} WITH CONNECTION LIMIT ${own.limit}`,
    `COMMENT ON DATABASE ${database} IS ${own.comment === null ? 'NULL' : escapeLiteral(own.comment)}`,
  ];
}

const Grant = z.object({ who: z.string().nullable(), what: z.enum(['CREATE', 'CONNECT', 'TEMPORARY']), grantable: z.boolean() });

// Without grants of its own a database has the default ones; spelled out, they mean the same.
function grantsOf(client: Client, database: string): Promise<readonly z.infer<typeof Grant>[]> {
  return rowsOf(
    client,
    sql`select case when a.grantee = 0 then null else pg_get_userbyid(a.grantee) end as who, a.privilege_type as what, a.is_grantable as grantable
        from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a where d.datname = ${database} order by 1, 2`,
    Grant,
  );
}

async function grants(client: Client, heir: string, of: string): Promise<readonly string[]> {
  const [wanted, has] = [await grantsOf(client, of), await grantsOf(client, heir)];
  if (JSON.stringify(wanted) === JSON.stringify(has)) return [];
  const on = `ON DATABASE ${escapeIdentifier(heir)}`;
  return [
    ...[...new Set(has.map((grant) => grant.who))].map((name) => `REVOKE ALL ${on} FROM ${who(name)}`),
    ...wanted.map((grant) => `GRANT ${grant.what} ${on} TO ${who(grant.who)}${grant.grantable ? ' WITH GRANT OPTION' : ''}`),
  ];
}

function who(name: string | null): string {
  return name === null ? 'PUBLIC' : escapeIdentifier(name);
}

const Setting = z.object({ role: z.string().nullable(), setting: z.string().nullable() });

function settingsOf(client: Client, database: string): Promise<readonly z.infer<typeof Setting>[]> {
  return rowsOf(
    client,
    sql`select case when s.setrole = 0 then null else pg_get_userbyid(s.setrole) end as role, unnest(s.setconfig) as setting
        from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = ${database}`,
    Setting,
  );
}

async function settings(client: Client, heir: string, of: string): Promise<readonly string[]> {
  const [wanted, has] = [await settingsOf(client, of), await settingsOf(client, heir)];
  const target = (role: string | null): string =>
    role === null
      ? `ALTER DATABASE ${escapeIdentifier(heir)}`
      : `ALTER ROLE ${escapeIdentifier(role)} IN DATABASE ${escapeIdentifier(heir)}`;
  return [
    ...[...new Set(has.map(({ role }) => role))].map((role) => `${target(role)} RESET ALL`),
    ...wanted.map(({ role, setting }) => `${target(role)} SET ${assignment(setting ?? '')}`),
  ];
}

/** Settings that are lists of names: given as one text they would become one name. */
const lists = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function assignment(setting: string): string {
  const at = setting.indexOf('=');
  const name = setting.slice(0, at);
  const value = setting.slice(at + 1);
  const values = lists.has(name.toLowerCase()) ? namesIn(value) : [value];
  // A setting of an extension has a dot in its name, which separates two identifiers.
  const written = name.split('.').map(escapeIdentifier).join('.');
  return `${written} TO ${values.map(escapeLiteral).join(', ') || "''"}`;
}

function namesIn(value: string): readonly string[] {
  const parts = value.match(/"(?:[^"]|"")*"|[^",\s]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}
