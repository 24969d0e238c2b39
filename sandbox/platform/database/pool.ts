import { Pool } from 'pg';

const LIMIT_MS = 2000;

/** A pool that outlives its database: cut connections are dropped and made anew, a locked or lost database fails a query within seconds. */
export function createPool(databaseUrl: string): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
    statement_timeout: LIMIT_MS,
    idleTimeoutMillis: 10_000,
    application_name: 'bigshot-backend',
    options: '-c timezone=UTC',
  });
  // A swap of databases ends idle and busy connections; both emit an error, and one without a listener ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
