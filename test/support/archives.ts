import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createBackups } from '../../src/adapters/backups/backups.ts';
import { entriesOf, forge, place } from '../adapters/backups/forge.ts';

/** Archives that a folder collects over the years, all made from the database at `url`: none of them is verified. */
export async function placeBadArchives(folder: string, url: string): Promise<void> {
  const bytes = await archiveOf(url, 'sound');
  const damaged = Buffer.from(bytes);
  randomBytes(64).copy(damaged, Math.floor(bytes.length / 2));
  await place(folder, 'damaged', damaged);
  await place(folder, 'cut-off', bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  await place(folder, 'empty', Buffer.alloc(0));
  await place(folder, 'no-archive', Buffer.from('not a gzip at all'));
  const members = entriesOf(gunzipSync(bytes)).map(({ path, data }) => ({ path: path.replace(/^sound/, 'legacy'), data: data ?? '' }));
  await forge(
    folder,
    'legacy',
    members.filter(({ path }) => !path.endsWith('backup_manifest.json') && !path.endsWith('/')),
  );
}

/** A sound archive, but of another database. */
export async function placeForeignArchive(folder: string, name: string, url: string): Promise<void> {
  await place(folder, name, await archiveOf(url, name));
}

async function archiveOf(url: string, name: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-archives-'));
  const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  try {
    await createBackups({ folder, files: {}, databaseUrl: url, remembered, version: '0.1.0' }).create(
      name,
      () => {},
      new AbortController().signal,
    );
    return await readFile(join(folder, `${name}.tar.gz`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
