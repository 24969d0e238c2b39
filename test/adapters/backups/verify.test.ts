import { appendFile, copyFile, mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBackups } from '../../../src/adapters/backups/backups.ts';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import { DUMP_TEXT, entriesOf, forge, place, tar, withDump, type Entry } from './forge.ts';
import { NO_CLIENTS, hasClients, never, quiet, sample, type Sample } from './sample.ts';

const nothing = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
const readerOf = (folder: string, databaseUrl = 'postgres://127.0.0.1:1/none', environment = 'production'): BackupsWriter =>
  createBackups({ folder, files: {}, databaseUrl, environment, remembered: nothing, version: '0.1.0' });

const dump: Entry = { path: 'old/database_backup.sql', data: DUMP_TEXT };

describe('verifying an archive that somebody else made', () => {
  let folder: string;
  const verify = () => readerOf(folder).verify('old', never);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-verify-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('a sound one is legacy: its rows are counted, it is never verified', async () => {
    const manifest = { path: 'old/backup_manifest.json', data: JSON.stringify({ backup_name: 'old', timestamp: '20261122_230000' }) };
    await forge(folder, 'old', [dump, manifest]);

    const found = await verify();

    expect(found).toMatchObject({ verified: false, kind: 'legacy', level: 1, problems: [], takenAt: new Date('2026-11-22T23:00:00Z') });
    expect(found.contents).toMatchObject({
      database: '',
      serverVersion: 150_018,
      encoding: 'UTF8',
      extensions: ['pg_trgm'],
      rows: { jobs: 2 },
    });
    expect(found.notApplicable[0]).toContain('legacy archive');
  });

  test('a time in the future is not believed: the file tells when it was made', async () => {
    const manifest = { path: 'old/backup_manifest.json', data: JSON.stringify({ backup_name: 'old', timestamp: '21311122_230000' }) };
    await forge(folder, 'old', [dump, manifest]);
    await utimes(join(folder, 'old.tar.gz'), new Date(), new Date('2026-01-02T03:04:05Z'));

    const found = await verify();

    expect(found).toMatchObject({ kind: 'legacy', problems: [], takenAt: new Date('2026-01-02T03:04:05Z') });
  });

  test('one that GNU tar made is read', async () => {
    await writeFile(join(folder, 'database_backup.sql'), DUMP_TEXT);
    await execa('tar', ['-czf', 'old.tar.gz', '--transform', `s,^,./${'very'.repeat(30)}/,`, 'database_backup.sql'], { cwd: folder });

    const found = await verify();

    expect(found).toMatchObject({ kind: 'legacy', level: 1, problems: [] });
  });

  test('what it says of a strange name has the name as it is, masked and cut, to be escaped where it is shown', async () => {
    await forge(folder, 'old', [
      dump,
      { path: 'old/<!channel>&token=hunter2', flag: '2' },
      { path: `old/${'x'.repeat(80)}/../${'y'.repeat(80)}` },
    ]);

    const { problems } = await verify();

    expect(problems[0]).toBe('a member is a link: old/<!channel>&token=***');
    expect(problems[1]).toMatch(/^a member leads out of its folder: old\/x{80}.*…$/);
  });

  test.each<readonly [string, readonly Entry[], string]>([
    ['an absolute path', [dump, { path: '/etc/passwd' }], 'absolute path'],
    ['a path that leads out', [dump, { path: 'old/../../evil' }], 'leads out of its folder'],
    ['a symbolic link', [dump, { path: 'old/link', flag: '2' }], 'is a link'],
    ['a hard link', [dump, { path: 'old/link', flag: '1' }], 'is a link'],
    ['a device', [dump, { path: 'old/null', flag: '3' }], 'neither file nor folder'],
    ['a name that is there twice', [dump, dump], 'there twice'],
    ['a second top folder', [dump, { path: 'other/file' }], 'more than one top folder'],
    ['no dump', [{ path: 'old/notes.txt', data: 'x' }], 'there is no database_backup.sql in it'],
    ['an empty dump', [{ path: 'old/database_backup.sql' }], 'database_backup.sql is empty'],
    ['a dump without its last line', [{ ...dump, data: DUMP_TEXT.slice(0, -60) }], 'the dump is cut'],
    ['a dump cut between two rows', [{ ...dump, data: DUMP_TEXT.slice(0, DUMP_TEXT.indexOf('2\t')) }], 'the dump is cut'],
    [
      'the last line only as data',
      [{ ...dump, data: `${DUMP_TEXT.slice(0, DUMP_TEXT.indexOf('2\t'))}-- PostgreSQL database dump complete\n` }],
      'cut',
    ],
    ['a shell command for psql', [{ ...dump, data: DUMP_TEXT.replace('SET ', '\\! touch /tmp/owned\nSET ') }], 'psql command \\! touch'],
    ['a shell command behind a statement', [{ ...dump, data: DUMP_TEXT.replace("'UTF8';", "'UTF8'; \\! id") }], 'psql command \\! id'],
    ['a switch to another database', [{ ...dump, data: DUMP_TEXT.replace('SET ', '\\connect bigshot\nSET ') }], 'psql command \\connect'],
    [
      'a program for the server',
      [{ ...dump, data: DUMP_TEXT.replace('SET ', "COPY t FROM PROGRAM 'id';\nSET ") }],
      'COPY that does not read',
    ],
    ['a broken Redis dump', [dump, { path: 'old/redis_backup.rdb', data: 'REDIS0011 and no end' }], 'redis_backup.rdb is cut'],
    ['something that is no Redis dump', [dump, { path: 'old/redis_backup.rdb', data: 'hello' }], 'does not begin like'],
  ])('%s is a problem', async (_, entries, said) => {
    await forge(folder, 'old', entries);

    const { verified, problems } = await verify();

    expect(verified).toBe(false);
    expect(problems.join('; ')).toContain(said);
  });

  test('backslashes in data, strings, bodies and comments are none', async () => {
    const harmless = [
      "CREATE VIEW v AS SELECT 'a \\! b', E'it\\'s \\! fine', $x$ \\! $x$, $$;\\!$$;",
      '/* \\! /* nested */ \\! */ -- \\!',
      'CREATE VIEW w AS SELECT "odd \\! name" FROM t;',
      'COPY public."a;b ""c""" (id) FROM stdin;\n\\\\! data\n\\.\n',
    ].join('\n');
    await forge(folder, 'old', [{ ...dump, data: DUMP_TEXT.replace('SET ', () => `\\restrict abc123\n${harmless}\nSET `) }]);

    const { problems, contents } = await verify();

    expect(problems).toEqual([]);
    expect(contents?.rows).toEqual({ jobs: 2, 'a;b "c"': 1 });
  });

  test('zeros that unpack to a thousand times the archive are named a bomb', async () => {
    const plain = tar([{ path: 'old/zeros', data: Buffer.alloc(48 * 1024 * 1024) }]);
    await place(folder, 'old', gzipSync(plain, { level: 9 }));

    const { problems } = await verify();

    expect(problems.join()).toContain('1,000 times');
  });

  test.each(['', 'not gzip at all', gzipSync('not tar at all'.repeat(100))])(
    'a file that is no archive is said to be none',
    async (bytes) => {
      await place(folder, 'old', Buffer.from(bytes));

      const { level, problems } = await verify();

      expect(level).toBe(0);
      expect(problems).toHaveLength(1);
    },
  );

  test('a name that is not there, a link and a path are refused', async () => {
    await execa('ln', ['-s', '/etc/passwd', join(folder, 'link.tar.gz')]);

    await expect(verify()).rejects.toThrow('there is no backup named old');
    await expect(readerOf(folder).verify('link', never)).rejects.toThrow('opening the backup link');
    await expect(readerOf(folder).verify('../old', never)).rejects.toThrow('is no path');
  });
});

describe.skipIf(!hasClients)(`verifying an archive of the bot${hasClients ? '' : NO_CLIENTS}`, () => {
  let platform: Sample;
  let good: Buffer;
  let folder: string;
  const verify = () => readerOf(folder, platform.url).verify('first', never);

  beforeAll(async () => {
    platform = await sample();
    await platform.backups().create('first', quiet, never);
    good = await readFile(join(platform.folder, 'first.tar.gz'));
  });
  afterAll(() => platform.drop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-verify-'));
    await place(folder, 'first', good);
    await copyFile(join(platform.folder, 'first.tar.gz.sha256'), join(folder, 'first.tar.gz.sha256'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('no flipped byte out of 200 goes unseen', async () => {
    const unseen: number[] = [];
    for (let flip = 0; flip < 200; flip += 1) {
      const at = Math.floor((good.length * (flip + 0.5)) / 200);
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
      await place(folder, 'first', bytes);
      if ((await verify()).verified) unseen.push(at);
    }

    expect(unseen).toEqual([]);
  });

  test('no cut goes unseen, wherever it is, with or without the file beside it', async () => {
    await rm(join(folder, 'first.tar.gz.sha256'));
    const seen: string[] = [];
    for (const left of [0, 1, 10, 600, good.length / 2, good.length - 1047, good.length - 1048, good.length - 8, good.length - 1]) {
      await place(folder, 'first', good.subarray(0, Math.floor(left)));
      seen.push(...((await verify()).verified ? [String(left)] : []));
    }

    expect(seen).toEqual([]);
  });

  test.each([
    ['text', 'more'],
    ['zeros, which gzip itself overlooks', Buffer.alloc(600)],
    ['another gzip file', gzipSync('more')],
  ])('%s behind its end is seen without the file beside it', async (_, more) => {
    await rm(join(folder, 'first.tar.gz.sha256'));
    await appendFile(join(folder, 'first.tar.gz'), more);

    const { verified, problems } = await verify();

    expect(verified).toBe(false);
    expect(problems).not.toEqual([]);
  });

  test('rows taken out of the dump are seen by its hash and by their number', async () => {
    await withDump(folder, 'first', (text) => Buffer.from(text.toString().replace(/^7\tscan.*\n/m, '')));

    const { problems } = await verify();

    expect(problems.join('; ')).toContain('the manifest says');
  });

  test.each(['database_backup.sql', 'backup_manifest.json'])('a missing %s is seen', async (path) => {
    await rm(join(folder, 'first.tar.gz.sha256'));
    const entries = entriesOf(gunzipSync(good));
    await forge(
      folder,
      'first',
      entries.filter((entry) => entry.path !== `first/${path}`),
    );

    expect((await verify()).verified).toBe(false);
  });

  test('a member that the manifest does not know is seen', async () => {
    await rm(join(folder, 'first.tar.gz.sha256'));
    await forge(folder, 'first', [...entriesOf(gunzipSync(good)), { path: 'first/extra', data: 'x' }]);

    expect((await verify()).problems).toContain('extra is in the archive, but not in the manifest');
  });

  test('however sound, an archive of another database is not verified here', async () => {
    const { verified, problems } = await readerOf(folder).verify('first', never);

    expect(verified).toBe(false);
    expect(problems).toEqual([expect.stringMatching(/^it is a backup of the database test_\w+, not of none$/)]);
  });

  test('however sound, an archive of another environment is not verified here', async () => {
    const { verified, problems } = await readerOf(folder, platform.url, 'staging').verify('first', never);

    expect(verified).toBe(false);
    expect(problems).toEqual(['it is a backup of the environment production, not of staging']);
  });

  test('one that says it was taken in the future is not verified, or it would be the newest for years', async () => {
    await rm(join(folder, 'first.tar.gz.sha256'));
    const entries = entriesOf(gunzipSync(good)).map((entry) =>
      entry.path.endsWith('manifest.json')
        ? { ...entry, data: String(entry.data).replace(/"timestamp": "[^"]*"/, '"timestamp": "2131-01-02T03:04:05.000Z"') }
        : entry,
    );
    await forge(folder, 'first', entries);

    const { verified, problems } = await verify();

    expect(verified).toBe(false);
    expect(problems).toContain('it says that it was taken in the future, at 2131-01-02 03:04 UTC');
  });

  test('without the file beside it, it is still verified and says so', async () => {
    await rm(join(folder, 'first.tar.gz.sha256'));

    expect(await verify()).toMatchObject({
      verified: true,
      level: 3,
      notApplicable: ['no .sha256 file beside it', 'no redis_backup.rdb in it'],
    });
  });

  test('the result is remembered for exactly this file', async () => {
    const { remembered, folder: own } = platform;
    const backups = platform.backups();
    await backups.verify('first', never);

    const before = await backups.list(never);
    await truncate(join(own, 'first.tar.gz'), good.length - 1);
    const after = await backups.list(never);
    await writeFile(join(own, 'first.tar.gz'), good);

    expect(remembered.size).toBe(1);
    expect(before.archives[0]?.verification?.verified).toBe(true);
    expect(after.archives[0]?.verification).toBeUndefined();
  });

  test('reading is given up when it is cancelled', async () => {
    const cancelled = AbortSignal.abort(new Error('cancelled by a person'));

    await expect(readerOf(folder).verify('first', cancelled)).rejects.toThrow('cancelled by a person');
  });
});
