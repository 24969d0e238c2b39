import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'date-fns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBackups } from '../../../sandbox/platform/backups/make.ts';
import { makeCertificate } from '../../../sandbox/platform/certificate.ts';
import { withClient, type FreshDatabase } from '../../../sandbox/stores/databases.ts';
import { testDatabase } from '../../support/stores.ts';

const isInstalled = spawnSync('pg_dump', ['--version']).status === 0;
let folder: string;
let database: FreshDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-platform-'));
  for (const name of ['backups', 'instance', 'logs']) await mkdir(join(folder, name));
  for (const name of ['.env', 'instance/settings.json', 'logs/app.log.1']) await writeFile(join(folder, name), 'text\n');
  database = await testDatabase();
  await withClient(database.url, (client) =>
    client.query(
      `CREATE TABLE jobs AS SELECT n AS id, now()::timestamp - interval '1 hour' * n AS created_at FROM generate_series(0, 2000) AS n`,
    ),
  );
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function listing(): Promise<readonly string[]> {
  return (await readdir(join(folder, 'backups'))).toSorted();
}

describe.skipIf(!isInstalled)('the older backups (needs pg_dump)', () => {
  beforeAll(async () => {
    await makeBackups({ folder, databaseUrl: database.url, redis: undefined });
  });

  test('are good, corrupt, truncated and old ones, and rubble', async () => {
    const files = await listing();
    const readable = await Promise.all(
      files
        .filter((name) => name.endsWith('.tar.gz'))
        .map(async (name) => {
          const bytes = await readFile(join(folder, 'backups', name));
          return attempt(() => gunzipSync(bytes).toString().includes('PostgreSQL database dump complete'));
        }),
    );

    expect(files.filter((name) => /^bigshot_backup_\d{8}_\d{6}\.tar\.gz$/.test(name))).toHaveLength(4);
    expect(files.filter((name) => /^weekly-\d{8}\.tar\.gz$/.test(name))).toHaveLength(1);
    expect(readable.filter(Boolean)).toHaveLength(3);
    expect(files.filter((name) => name.startsWith('restore_20'))).toHaveLength(1);
    expect(files.filter((name) => name.endsWith('.partial'))).toHaveLength(1);
  });

  test('hold no rows younger than the moment in their name, which is also their time', async () => {
    const newest = (await listing()).findLast((name) => /^bigshot_backup_\d{8}_\d{6}\.tar\.gz$/.test(name)) ?? '';
    const moment = parse(newest, "'bigshot_backup_'yyyyMMdd_HHmmss'.tar.gz'", new Date(0));
    const file = join(folder, 'backups', newest);

    const text = gunzipSync(await readFile(file)).toString();
    const times = [...text.matchAll(/^\d+\t(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/gm)].map(([, time]) => time ?? '');

    expect(times.length).toBeGreaterThan(1900);
    expect(times.toSorted().at(-1)).toMatch(new RegExp(`^${moment.toISOString().slice(0, 10)}`));
    expect((await stat(file)).mtime).toEqual(moment);
  });

  test('are made once', async () => {
    const before = await listing();

    const again = await makeBackups({ folder, databaseUrl: database.url, redis: undefined });

    expect(again).toEqual({ is: 'kept' });
    expect(await listing()).toEqual(before);
  });
});

test('a certificate is made once, or says what is missing', async () => {
  const first = await makeCertificate(folder);
  const second = await makeCertificate(folder);

  expect(['made', 'skipped']).toContain(first.is);
  expect(second.is).toBe(first.is === 'made' ? 'kept' : 'skipped');
});

function attempt(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}
