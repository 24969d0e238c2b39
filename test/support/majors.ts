import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackedIn } from '../../sandbox/stores/binaries.ts';
import { startCluster } from '../../sandbox/stores/cluster.ts';
import { withClient } from '../../sandbox/stores/databases.ts';
import { removePlace } from '../../sandbox/stores/place.ts';

/** The one that comes with the project. */
const own = 15;
const folderOf = (major: number): string => fileURLToPath(new URL(`../majors/node_modules/postgres-${major}/native`, import.meta.url));

/** Every major version of PostgreSQL, and why it cannot be tried here, if so. */
export const majors = [13, 14, 15, 16, 17, 18].map((major) => ({
  major,
  title:
    major === own || existsSync(folderOf(major)) ? `PostgreSQL ${major}` : `PostgreSQL ${major} (skipped: run npm ci --prefix test/majors)`,
  isHere: major === own || existsSync(folderOf(major)),
}));

/** A server of that version that counts statements, with the platform's tables and no rows. */
export async function startMajor(major: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `bigshot-pg-${major}-`));
  const binaries = major === own ? {} : { binaries: await unpackedIn(folderOf(major)) };
  const cluster = await startCluster({ folder, database: 'platform', durable: false, countsStatements: true, ...binaries });
  for (const file of ['schema.sql', 'indexes.sql'])
    await run(cluster.url, await readFile(new URL(`../../sandbox/platform/database/${file}`, import.meta.url), 'utf8'));
  return {
    url: cluster.url,
    async stop() {
      await cluster.stop();
      await removePlace(folder);
    },
  };
}

function run(url: string, text: string): Promise<unknown> {
  return withClient(url, (client) => client.query(text));
}
