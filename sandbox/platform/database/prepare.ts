import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { withClient } from '../../stores/databases.ts';
import { hasCode } from '../../stores/errors.ts';

/** What fills it, in this order; they lie beside this program. */
export const sqlFiles = ['schema.sql', 'rows.sql', 'indexes.sql', 'extensions.sql'] as const;

/** A database that a swap has closed: whoever cut the swap opens it again. */
const CLOSED = '55000';
const AGAIN_MS = 250;

/**
 * Fills an empty database with the platform's schema and a year of rows; leaves one that has them alone. Waits for one that is closed.
 * @throws when the database cannot be reached, or has tables of somebody else's under these names.
 */
export async function preparePlatformDatabase(databaseUrl: string, onClosed: () => void, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await prepare(databaseUrl);
    } catch (problem) {
      if (!hasCode(problem, CLOSED)) throw problem;
    }
    if (tries === 1) onClosed();
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function prepare(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ jobs: string | null }>(`SELECT to_regclass('public.jobs')::text AS jobs`);
    if (rows[0]?.jobs) return;
    await fill(client);
  });
}

// One transaction: a first start that was cut leaves an empty database, so the existence of `jobs` is proof of everything else.
async function fill(client: Client): Promise<void> {
  await client.query(`SET timezone = 'UTC'; SET synchronous_commit = off; SET maintenance_work_mem = '128MB'`);
  await client.query('BEGIN');
  for (const file of sqlFiles) {
    await client.query(await readFile(new URL(file, import.meta.url), 'utf8'));
  }
  await client.query('COMMIT');
  await client.query('ANALYZE');
  // What filling it has cost is nothing that its users have asked for.
  await client.query('SELECT pg_stat_statements_reset()');
}
