import { Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import type { Statement } from '../../lib/sql.ts';

/** Where a session goes and what it may do there. */
export interface SessionOptions {
  readonly url: string;
  /** Another database of the same server than the one in the url. */
  readonly database?: string;
  readonly mode: 'read' | 'write';
  /** 0 is no limit: then the abort signal is the only one. */
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs?: number;
  /** Shown in pg_stat_activity after `bigshot`. */
  readonly purpose?: string;
}

export const CONNECT_TIMEOUT_MS = 3000;

/**
 * Lends a connection of its own, with the settings that keep a forgotten statement from hurting the server.
 * On abort the statement is cancelled from a second connection and the call rejects with the signal's reason.
 */
export async function withSession<Result>(
  options: SessionOptions,
  signal: AbortSignal,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const client = clientFor(options);
  // A connection that is cut emits an error, which ends the process when nobody listens; the statement under way tells.
  client.on('error', () => undefined);
  let stop: (() => void) | undefined;
  try {
    await client.connect();
    const pid = await backendOf(client);
    stop = () => void cancelAndLeave(client, options, pid);
    signal.addEventListener('abort', stop, { once: true });
    signal.throwIfAborted();
    return await work(client);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}

/**
 * Stands behind the first word of what is asked: in the server's own books, such as the list of costly statements, it tells whose it is.
 * PostgreSQL 18 leaves out what stands before it.
 */
const mark = '/* bigshot bot */';

export function marked(text: string): string {
  return text.replace(/\w+/, `$& ${mark}`);
}

/** Asks, and checks that the rows are what they should be. */
export async function rowsOf<Row>(client: Client, statement: Statement, Row: z.ZodType<Row>): Promise<readonly Row[]> {
  const { rows } = await client.query({ ...statement, text: marked(statement.text) });
  return rows.map((row: unknown) => Row.parse(row));
}

/** The same server, another database. */
function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

function clientFor({ url, database, mode, statementTimeoutMs, lockTimeoutMs, purpose }: SessionOptions): Client {
  const settings = {
    TimeZone: 'UTC',
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs ?? (mode === 'read' ? 2000 : 5000),
    idle_in_transaction_session_timeout: 15_000,
    default_transaction_read_only: mode === 'read' ? 'on' : 'off',
  };
  return new Client({
    connectionString: database === undefined ? url : urlOf(url, database),
    application_name: purpose === undefined ? 'bigshot' : `bigshot:${purpose}`.slice(0, 63),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    // As start-up options they are above what ALTER DATABASE and ALTER ROLE set.
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
}

export async function backendOf(client: Client): Promise<number> {
  const [own] = await rowsOf(client, sql`select pg_backend_pid() as pid`, z.object({ pid: z.number() }));
  if (!own) throw new Error('a session has no number');
  return own.pid;
}

// A closed socket alone does not stop a running statement: the server notices it only when it wants to answer.
async function cancelAndLeave(client: Client, options: SessionOptions, pid: number): Promise<void> {
  await cancel(options, pid);
  await client.end().catch(() => undefined);
}

async function cancel(options: SessionOptions, pid: number): Promise<void> {
  const client = clientFor({ ...options, database: 'postgres', statementTimeoutMs: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  await client
    .connect()
    .then(() => rowsOf(client, sql`select pg_cancel_backend(${pid})`, z.unknown()))
    .catch(() => undefined);
  await client.end().catch(() => undefined);
}
