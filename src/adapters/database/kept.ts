import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import type { KeptDatabase } from '../../ports/database.ts';
import { isOurs } from './names.ts';
import { rowsOf } from './session.ts';

const NOTE = 'put aside by the bot at ';

/** Notes on a database that it was put aside now: PostgreSQL itself remembers no time of a rename. Its own comment has gone along to its heir. */
export async function noteKept(client: Client, name: string): Promise<void> {
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${escapeLiteral(`${NOTE}${new Date().toISOString()}`)}`);
}

const Row = z.object({ name: z.string(), bytes: z.number(), comment: z.string().nullable() });

export async function readKept(client: Client, live: string): Promise<readonly KeptDatabase[]> {
  const rows = await rowsOf(
    client,
    sql`select datname as name, pg_database_size(oid)::float8 as bytes, shobj_description(oid, 'pg_database') as comment
        from pg_database where starts_with(datname, ${`${live}_`}) order by oid`,
    Row,
  );
  return rows
    .filter(({ name }) => isOurs(name, live, 'before'))
    .map(({ name, bytes, comment }) => {
      const since = comment?.startsWith(NOTE) ? z.iso.datetime().safeParse(comment.slice(NOTE.length)).data : undefined;
      return { name, bytes, ...(since !== undefined && { since: new Date(since) }) };
    });
}
