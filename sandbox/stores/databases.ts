import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { Cluster } from './cluster.ts';

/** A new, empty database of its own for a test; `drop` cuts whoever is still connected. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database on a running server; many callers may do so at the same moment. */
export async function freshDatabase(cluster: Pick<Cluster, 'adminUrl'>): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(cluster.adminUrl, (client) => createDatabase(client, name));
  const url = new URL(cluster.adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      withClient(cluster.adminUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`).then(() => undefined),
      ),
  };
}

/** Creates the database unless it is there. */
export async function createDatabase(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  // Nobody can be connected to template0, so this never fails because of another session, as template1 does.
  if (!rowCount) await client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
}

/** Lends a connection, and closes it whatever happens. */
export async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that is cut while idle emits an error, which ends the process when nobody listens; the next query tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
