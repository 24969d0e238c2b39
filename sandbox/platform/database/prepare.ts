import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { withClient } from '../../stores/databases.ts';

/**
 * Fills an empty database with the platform's schema and a year of rows; leaves one that has them alone.
 * @throws when the database cannot be reached, or has tables of somebody else's under these names.
 */
export async function preparePlatformDatabase(databaseUrl: string): Promise<void> {
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
  for (const file of ['schema.sql', 'rows.sql', 'indexes.sql']) {
    await client.query(await readFile(new URL(file, import.meta.url), 'utf8'));
  }
  await client.query('COMMIT');
  await client.query('ANALYZE');
}
