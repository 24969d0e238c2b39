import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier, type Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { sql } from '../../lib/sql.ts';
import { rowsOf } from './session.ts';

const EMPTY_WITHIN_MS = 10_000;

/** What the server says about a database: its number, whether it takes connections, and whose it is. */
export interface Existing {
  readonly oid: number;
  readonly allowsConnections: boolean;
  readonly owner: string;
}

export async function existingOf(client: Client, names: readonly string[]): Promise<Readonly<Record<string, Existing>>> {
  const Row = z.object({ name: z.string(), oid: z.number(), allowsConnections: z.boolean(), owner: z.string() });
  const rows = await rowsOf(
    client,
    sql`select datname as name, oid, datallowconn as "allowsConnections", pg_get_userbyid(datdba) as owner from pg_database where datname = any(${names})`,
    Row,
  );
  return Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest]));
}

/** Lets clients in or keeps them out; also superusers, but not those who are in. */
export async function setDoor(client: Client, name: string, allows: boolean): Promise<void> {
  await client.query(`ALTER DATABASE ${escapeIdentifier(name)} WITH ALLOW_CONNECTIONS ${allows ? 'true' : 'false'}`);
}

/** Closes the databases and ends every session in them but one. Who was just being let in is met by the next round. */
export async function clear(client: Client, names: readonly string[], except = 0): Promise<void> {
  for (const name of names) await setDoor(client, name, false);
  const deadline = Date.now() + EMPTY_WITHIN_MS;
  while (Date.now() < deadline) {
    const { rowCount } = await client.query(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = any(${names}) and pid not in (pg_backend_pid(), ${except})`,
    );
    if (!rowCount) return;
    await sleep(20);
  }
  throw new OpsError('database', `ending the sessions in ${names.join(' and ')}: some are still there after ${EMPTY_WITHIN_MS / 1000} s`);
}
