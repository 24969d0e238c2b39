import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, open, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exactly } from '../../../src/adapters/backups/extras.ts';
import { hold } from '../../support/hold.ts';
import { inTime } from '../../support/in-time.ts';
import { NO_CLIENTS, hasClients, never, query, quiet, sample, type Sample } from './sample.ts';

/** How long pg_dump waits for a table by itself. */
const lockWaitMs = 10_000;

let platform: Sample;

beforeEach(async () => {
  platform = await sample();
});
afterEach(() => platform.drop());

describe.skipIf(!hasClients)(`creating an archive${hasClients ? '' : NO_CLIENTS}`, () => {
  test('GNU tar and gzip read it, and the dump in it is whole', async () => {
    await platform.backups().create('first', quiet, never);
    const archive = join(platform.folder, 'first.tar.gz');

    const listed = await execa('tar', ['-tzf', archive]);
    const dump = await execa('tar', ['-xzOf', archive, 'first/database_backup.sql'], { maxBuffer: 1e8 });

    await execa('gzip', ['-t', archive]);
    expect(listed.stdout.split('\n')).toEqual(['first/database_backup.sql', 'first/backup_manifest.json']);
    expect(dump.stdout).toContain('PostgreSQL database dump complete');
  });

  test('it is verified to level 3, with the rows of every table', async () => {
    const backups = platform.backups();
    const made = await backups.create('first', quiet, never);

    const verification = await backups.verify('first', never);

    expect(verification).toMatchObject({
      verified: true,
      kind: 'format 2',
      level: 3,
      problems: [],
      sha256: made.sha256,
      bytes: made.bytes,
    });
    expect(verification.contents?.rows).toEqual({ users: 20, jobs: 3000, domains: 1000, notes: 4, 'archive.Old jobs': 2 });
    expect(verification.contents?.newest?.toISOString()).toBe('2025-05-06T00:00:00.000Z');
  });

  test('tables whose names look alike, or hold a line break, are told apart', async () => {
    await query(platform.url, 'CREATE SCHEMA ext; CREATE TABLE ext.t AS SELECT 1 AS id');
    await query(platform.url, 'CREATE TABLE "ext.t" AS SELECT generate_series(1, 2) AS id; CREATE TABLE "x\n• nothing is lost" (id int)');
    const backups = platform.backups();
    await backups.create('alike', quiet, never);

    const { verified, contents } = await backups.verify('alike', never);

    expect(verified).toBe(true);
    expect(contents?.rows).toMatchObject({ 'ext.t': 1, '"ext.t"': 2, [String.raw`"x\n• nothing is lost"`]: 0 });
  });

  test('the manifest has the keys of the platform and says what was left out and why', async () => {
    await platform.backups({ environment: 'prod' }).create('first', quiet, never);

    const { stdout } = await execa('tar', ['-xzOf', join(platform.folder, 'first.tar.gz'), 'first/backup_manifest.json']);

    expect(JSON.parse(stdout)).toMatchObject({
      backup_name: 'first',
      environment: 'prod',
      backup_script_version: 'bigshot-bot 0.1.0',
      components: {
        database: 'included',
        redis: 'left out: there is no container engine to fetch the dump of Redis from',
        env: 'left out: it holds secrets',
      },
      format: 2,
    });
  });

  test('only its owner may read it, and sha256sum accepts the file beside it', async () => {
    await platform.backups().create('first', quiet, never);

    const checked = await execa('sha256sum', ['-c', 'first.tar.gz.sha256'], { cwd: platform.folder });
    const { mode } = await stat(join(platform.folder, 'first.tar.gz'));

    expect(checked.stdout).toBe('first.tar.gz: OK');
    expect(mode & 0o777).toBe(0o600);
    expect((await readdir(platform.folder)).toSorted()).toEqual(['first.tar.gz', 'first.tar.gz.sha256']);
  });

  test('logs and instance go along, .env and links do not', async () => {
    await mkdir(join(platform.logs, 'nginx'), { recursive: true });
    await mkdir(platform.instance);
    await writeFile(join(platform.logs, 'app.log'), 'one line\n');
    await writeFile(join(platform.logs, 'nginx', `${'long'.repeat(40)}.log`), 'another\n');
    await writeFile(join(platform.instance, '.env'), 'SECRET=1');
    const backups = platform.backups({ files: { logs: platform.logs, instance: platform.instance } });

    await backups.create('with-files', quiet, never);

    const listed = await execa('tar', ['-tzf', join(platform.folder, 'with-files.tar.gz')]);
    expect(listed.stdout.split('\n')).toEqual([
      'with-files/database_backup.sql',
      'with-files/logs/app.log',
      `with-files/logs/nginx/${'long'.repeat(40)}.log`,
      'with-files/backup_manifest.json',
    ]);
    expect(await backups.verify('with-files', never)).toMatchObject({ verified: true });
  });

  test.each([
    { change: 'grows', alter: (file: string) => appendFile(file, 'more'), noted: [] },
    {
      change: 'shrinks',
      alter: (file: string) => truncate(file, 10),
      noted: ['logs/app.log became shorter while it was read: its last 599990 bytes are zeros'],
    },
  ])('a log that $change while it is packed keeps the size that it had', async ({ alter, noted }) => {
    await mkdir(platform.logs);
    const log = join(platform.logs, 'app.log');
    await writeFile(log, 'x'.repeat(600_000));
    const file = await open(log);
    const notes: string[] = [];
    await alter(log);

    const pieces = exactly({ path: 'logs/app.log', file, bytes: 600_000, modifiedAt: new Date() }, (text) => void notes.push(text));
    let bytes = 0;
    for await (const piece of pieces) bytes += piece.length;
    await file.close();

    expect(bytes).toBe(600_000);
    expect(notes).toEqual(noted);
  });

  test('a name that is taken is refused and nothing is overwritten', async () => {
    const backups = platform.backups();
    await backups.create('first', quiet, never);
    const before = await readFile(join(platform.folder, 'first.tar.gz'));

    const again = backups.create('first', quiet, never);

    await expect(again).rejects.toThrow('there is a backup named first already');
    expect(await readFile(join(platform.folder, 'first.tar.gz'))).toEqual(before);
  });

  test('an archive of that name that appears meanwhile keeps what stands beside it', async () => {
    const [archive, sidecar] = ['first.tar.gz', 'first.tar.gz.sha256'].map((file) => join(platform.folder, file));
    const appear = () => {
      writeFileSync(archive ?? '', 'theirs');
      writeFileSync(sidecar ?? '', 'their checksum');
    };

    const creating = platform.backups().create('first', appear, never);

    await expect(creating).rejects.toThrow('writing the backup first');
    expect(await Promise.all([archive, sidecar].map((file = '') => readFile(file, 'utf8')))).toEqual(['theirs', 'their checksum']);
    expect(await readdir(platform.folder)).toHaveLength(2);
  });

  test('where the checksum has no place, no archive is left either', async () => {
    await mkdir(join(platform.folder, 'first.tar.gz.sha256'), { recursive: true });

    const creating = platform.backups().create('first', quiet, never);

    await expect(creating).rejects.toThrow('writing the backup first');
    expect(await readdir(platform.folder)).toEqual(['first.tar.gz.sha256']);
  });

  test.each(['../outside', '.hidden', 'a/b', ''])('the name %j is refused', async (name) => {
    await expect(platform.backups().create(name, quiet, never)).rejects.toThrow('a backup name has only');
  });

  test('rubble of an earlier attempt is replaced', async () => {
    await mkdir(platform.folder);
    await writeFile(join(platform.folder, '.first.partial'), 'half');

    await platform.backups().create('first', quiet, never);

    expect((await readdir(platform.folder)).toSorted()).toEqual(['first.tar.gz', 'first.tar.gz.sha256']);
  });

  test('a cancelled dump ends at once and leaves nothing behind', async () => {
    const jobs = await hold(platform.url, 'LOCK TABLE jobs');
    const abort = new AbortController();

    const creating = platform.backups().create('first', quiet, abort.signal).catch(String);
    await jobs.awaited('^bigshot$');
    abort.abort(new Error('cancelled by a person'));

    expect(await inTime(lockWaitMs / 2, creating)).toContain('cancelled by a person');
    expect(await readdir(platform.folder)).toEqual([]);
    await jobs.release();
  });

  test('a table that somebody has locked is named, and the lock as the reason', { timeout: 60_000 }, async () => {
    const holder = new Client({ connectionString: platform.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE archive."Old jobs"');

    const creating = platform.backups().create('first', quiet, never);

    await expect(creating).rejects.toThrow(
      'dumping the database: somebody else has locked archive."Old jobs", and did not let go within 10 s',
    );
    await holder.end();
  });

  test('a server that cannot be reached is said plainly', async () => {
    const backups = platform.backups({ databaseUrl: 'postgres://nobody:secret@127.0.0.1:1/none' });

    const problem = await backups.create('first', quiet, never).catch((error: unknown) => error);

    expect(String(problem)).not.toContain('secret');
    expect(await readdir(platform.folder)).toEqual([]);
  });

  test('without pg_dump it names the package', async () => {
    await expect(platform.backups({ path: '/nonexistent' }).tools(never)).rejects.toThrow('apt-get install postgresql-client');
  });
});
