import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackups } from '../../../src/adapters/backups/backups.ts';
import { story } from '../../../src/core/errors.ts';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import { DUMP_TEXT, forge } from './forge.ts';
import { never } from './sample.ts';

let folder: string;
let backups: BackupsWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-list-'));
  const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  backups = createBackups({ folder, files: {}, databaseUrl: 'postgres://127.0.0.1:1/none', remembered, version: '0.1.0' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('archives come newest first, and everything else is rubble with its reason', async () => {
  for (const [name, day] of [
    ['older', 1],
    ['newest', 3],
    ['weekly-20260102', 2],
  ] as const) {
    await forge(folder, name, [{ path: `${name}/database_backup.sql`, data: DUMP_TEXT }]);
    await utimes(join(folder, `${name}.tar.gz`), day, day);
  }
  await mkdir(join(folder, 'restore_123'));
  await mkdir(join(folder, 'bigshot_backup_1'));
  await mkdir(join(folder, 'lost+found'));
  await symlink('/etc/passwd', join(folder, 'link.tar.gz'));
  await writeFile(join(folder, 'empty.tar.gz'), '');
  await writeFile(join(folder, '.half.partial'), 'x');
  await writeFile(join(folder, 'notes.txt'), 'x');
  await writeFile(join(folder, '-rf.tar.gz'), 'x');
  await writeFile(join(folder, 'gone.tar.gz.sha256'), 'x');
  await writeFile(join(folder, 'newest.tar.gz.sha256'), 'x');

  const { archives, rubble } = await backups.list(never);

  expect(archives.map(({ name }) => name)).toEqual(['newest', 'weekly-20260102', 'older']);
  expect(Object.fromEntries(rubble.map(({ name, why }) => [name, why.split(',')[0]]))).toEqual({
    '-rf.tar.gz': 'not a backup archive',
    '.half.partial': 'an unfinished backup',
    bigshot_backup_1: 'a folder',
    'empty.tar.gz': 'an empty file',
    'gone.tar.gz.sha256': 'a checksum without its archive',
    'link.tar.gz': 'a link',
    'notes.txt': 'not a backup archive',
    restore_123: "a leftover of the platform's restore script",
  });
});

test('a copy of an old archive is as old as its name says', async () => {
  for (const name of ['bigshot_backup_20260101_020000', 'bigshot_backup_20260301_020000'])
    await forge(folder, name, [{ path: `${name}/database_backup.sql`, data: DUMP_TEXT }]);
  await utimes(join(folder, 'bigshot_backup_20260301_020000.tar.gz'), new Date('2026-03-01T02:00:03Z'), new Date('2026-03-01T02:00:03Z'));

  const { archives } = await backups.list(never);
  const read = await backups.verify('bigshot_backup_20260101_020000', never);

  expect(archives.map(({ name }) => name)).toEqual(['bigshot_backup_20260301_020000', 'bigshot_backup_20260101_020000']);
  expect(read.takenAt).toEqual(new Date('2026-01-01T02:00:00Z'));
});

test('a folder that is not there is an error, not an empty list', async () => {
  await rm(folder, { recursive: true });

  await expect(backups.list(never).catch(story)).resolves.toBe(`reading the folder of the backups: the folder ${folder} is not there`);
  await expect(backups.space(never).catch(story)).resolves.toBe(`asking for the free space: the folder ${folder} is not there`);
});

test('sweeping removes what is unfinished and leaves the archive', async () => {
  await forge(folder, 'first', [{ path: 'first/database_backup.sql', data: DUMP_TEXT }]);
  await writeFile(join(folder, '.first.partial'), 'x');
  await writeFile(join(folder, '.second.partial'), 'x');

  await backups.sweep('first');

  const { archives, rubble } = await backups.list(never);
  expect(archives.map(({ name }) => name)).toEqual(['first']);
  expect(rubble.map(({ name }) => name)).toEqual(['.second.partial']);
});

test('the space is that of the file system, and the size of the files to be packed is known', async () => {
  await mkdir(join(folder, 'logs'));
  await writeFile(join(folder, 'logs', 'app.log'), 'x'.repeat(1000));
  const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const files = { logs: join(folder, 'logs') };
  const packing = createBackups({ folder: join(folder), files, databaseUrl: 'postgres://127.0.0.1:1/none', remembered, version: '0' });

  const space = await packing.space(never);

  expect(space.filesBytes).toBe(1000);
  // As df counts: what is kept for root is neither used nor free.
  const { stdout } = await execa('df', ['--block-size=1', '--output=used,avail', folder]);
  const [used = 0, available = 0] = (stdout.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
  const moved = 1024 ** 3; // others write to this disk meanwhile
  expect(Math.abs(space.freeBytes - available)).toBeLessThan(moved);
  expect(Math.abs(space.usableBytes - (used + available))).toBeLessThan(moved);
});
