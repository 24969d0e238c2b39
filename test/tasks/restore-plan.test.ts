import { copyFile, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restoreBackup } from '../../src/tasks/restore-backup.ts';
import { DUMP_TEXT, forge } from '../adapters/backups/forge.ts';
import { NO_CLIENTS, hasClients, never, quiet } from '../adapters/backups/sample.ts';
import { mistake, planned, platform, type Platform } from './drive.ts';

let at: Platform;

describe.skipIf(!hasClients)(`planning a restore${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    at = await platform();
    await at.ports.backups.create('before-the-mistake', quiet, never);
    await mistake(at);
  });
  afterAll(() => at.end());

  test('the plan says exactly what is lost, what comes back, what is kept and what stops', async () => {
    const { facts, summary, work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);

    expect(summary).toBe(`\`before-the-mistake\` into \`${at.live}\``);
    expect(facts[0]).toMatch(
      /^archive of .* KiB, sha256 [0-9a-f]{4}…[0-9a-f]{2}, taken \d{4}-\d\d-\d\d \d\d:\d\d UTC \((?:just now|.* ago)\), verified to level 3 \(no redis_backup.rdb in it\)$/,
    );
    expect(facts[1]).toMatch(/it needs about .* MiB of the server's disk, and .* are free where the backups lie$/);
    expect(facts[2]).toBe(
      'you lose what was written since: 412 jobs (newest 2026-11-23 10:01 UTC), and 12 jobs_archive more than in the archive',
    );
    expect(facts.slice(3, 5)).toEqual([
      'these come back: 1\u2009000 domains',
      'only in the present database, and gone from it afterwards: jobs_archive',
    ]);
    expect(facts).toContain('only in the archive: domains');
    expect(facts).toContain(
      `the present database is kept as ${at.live}_before_482: for 7 days one can ask to swap it back, and it stays until \`run drop-kept-databases\` is approved`,
    );
    expect(facts.at(-1)).toContain('nothing is stopped (no container engine is configured');
    expect(work).toMatchObject({
      scratch: `${at.live}_scratch_482`,
      kept: `${at.live}_before_482`,
      stopped: [],
      lost: { jobs: 412, jobs_archive: 12 },
    });
  });

  test('planning changes nothing', async () => {
    const databases = () => at.ports.database.existing([at.live, `${at.live}_scratch_482`, `${at.live}_before_482`], never);

    await planned(restoreBackup, at, { backup: 'latest' }, 482);

    expect(Object.keys(await databases())).toEqual([at.live]);
    expect(await at.rows('jobs')).toBe(3412);
  });

  test('latest is the newest verified archive, not the newest file', async () => {
    await forge(at.folder, 'zz-newer', [{ path: 'zz-newer/database_backup.sql', data: DUMP_TEXT.slice(0, -60) }]);

    const { work, facts } = await planned(restoreBackup, at, { backup: 'latest' }, 482);

    expect(work.archive).toBe('before-the-mistake');
    expect(facts[1]).toMatch(/^\*not the newest archive\*: newer, and passed over: `zz-newer` \(the dump is cut: .*\)$/);
    await rm(join(at.folder, 'zz-newer.tar.gz'));
  });

  test('latest is the newest data, though the copy of an older archive has just arrived', async () => {
    await at.ports.backups.create('newer', quiet, never);
    await copyFile(join(at.folder, 'before-the-mistake.tar.gz'), join(at.folder, 'offsite-old.tar.gz'));
    await utimes(join(at.folder, 'offsite-old.tar.gz'), new Date(), new Date(Date.now() + 60_000));

    const { work, facts } = await planned(restoreBackup, at, { backup: 'latest' }, 482);

    expect(work.archive).toBe('newer');
    expect(facts.join()).not.toContain('not the newest archive');
    for (const name of ['newer', 'offsite-old']) await rm(join(at.folder, `${name}.tar.gz`));
  });

  test('where none is proven, it names the one that can be read and what is wrong with the others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bigshot-unproven-'));
    await forge(folder, 'readable', [{ path: 'readable/database_backup.sql', data: DUMP_TEXT }]);
    await forge(folder, 'torn', [{ path: 'torn/database_backup.sql', data: DUMP_TEXT.slice(0, -60) }]);

    const plan = await restoreBackup.plan({ ...at.look(482), backups: at.backups({ folder }) }, { backup: 'latest' });
    await rm(folder, { recursive: true });

    expect(plan).toMatchObject({
      is: 'impossible',
      why: expect.stringMatching(
        /^No backup is verified, so there is no latest one\. The newest that can be read to its end is `readable`, though nothing proves it whole: `\/bigshot restore readable` takes it\. Damaged: `torn` \(the dump is cut: .*\)\.$/,
      ),
    });
  });

  test('an unknown name is refused with the nearest ones', async () => {
    await expect(planned(restoreBackup, at, { backup: 'befor-the-mistake' }, 482)).rejects.toThrow(
      'impossible: There is no backup named `befor-the-mistake`. The nearest are `before-the-mistake`',
    );
  });

  test.each([
    ['cut', DUMP_TEXT.slice(0, -60), 'is not sound: the dump is cut'],
    ['of a newer server', DUMP_TEXT.replace('version 15.18', 'version 99.1'), 'taken from PostgreSQL 99, which is newer'],
    ['in another encoding', DUMP_TEXT.replace("'UTF8'", "'LATIN1'"), 'Its encoding is LATIN1'],
    ['with an extension that is not there', DUMP_TEXT.replace('pg_trgm', 'timescaledb'), 'has not got the extension timescaledb'],
    [
      'made with --inserts',
      DUMP_TEXT.replace(/COPY[\s\S]*\\\.\n/, "INSERT INTO public.jobs VALUES (1, 'scan');\n"),
      'The dump in `bad` was made with --inserts: its rows cannot be counted',
    ],
    ['without a table', DUMP_TEXT.replace(/CREATE EXT[\s\S]*\\\.\n/, ''), 'has the data of not a single table'],
    ['hostile', DUMP_TEXT.replace('SET ', '\\! id\nSET '), 'the psql command \\! id'],
  ])('an archive that is %s is refused in plain words', async (_, dump, said) => {
    await forge(at.folder, 'bad', [{ path: 'bad/database_backup.sql', data: dump }]);

    await expect(planned(restoreBackup, at, { backup: 'bad' }, 482)).rejects.toThrow(said);
  });

  test('an archive of another database is refused', async () => {
    const other = await platform();
    await other.ports.backups.create('foreign', quiet, never);
    const url = new URL(other.folder, 'file:///').pathname;
    const mixed = at.backups({ folder: url });

    const plan = await restoreBackup.plan({ ...at.look(482), backups: mixed }, { backup: 'foreign' });
    await other.end();

    expect(plan).toMatchObject({
      is: 'impossible',
      why: expect.stringContaining(`It is a backup of the database ${other.live}, not of ${at.live}`),
    });
  });

  test('a user who may not rename databases is refused', async () => {
    const traits = await at.ports.database.traits(never);
    const bound = { ...at.ports.database, traits: () => Promise.resolve({ ...traits, mayRename: false }) };

    const plan = await restoreBackup.plan({ ...at.look(482), database: bound }, { backup: 'before-the-mistake' });

    expect(plan).toMatchObject({ is: 'impossible', why: expect.stringContaining('it needs CREATEDB and to be the owner') });
  });

  test('too little space is refused', async () => {
    const full = {
      ...at.ports.backups,
      space: () => Promise.resolve({ folder: at.folder, freeBytes: 1000, usableBytes: 1e9, filesBytes: 0 }),
    };

    const plan = await restoreBackup.plan({ ...at.look(482), backups: full }, { backup: 'latest' });

    expect(plan).toMatchObject({ is: 'impossible', why: expect.stringContaining('It needs about') });
  });
});
