import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createBackups } from '../../../src/adapters/backups/backups.ts';
import { createDatabase } from '../../../src/adapters/database/database.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { containerPrograms } from '../../../src/adapters/engine/programs.ts';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import type { DatabaseWriter } from '../../../src/ports/database.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../../support/docker-platform.ts';
import { until } from '../../support/gate.ts';
import { hold } from '../../support/hold.ts';
import { query } from '../backups/sample.ts';

const { signal } = new AbortController();
const quiet = (): void => undefined;
const COPY = 'bigshot_scratch_9';
const BOT = "application_name LIKE 'bigshot:p%'";

describe.skipIf(NO_ENGINE !== '')(`backups through the engine${NO_ENGINE}`, () => {
  let platform: TestPlatform;
  let backups: BackupsWriter;
  let database: DatabaseWriter;
  let folder: string;

  beforeAll(async () => {
    platform = await openDockerPlatform();
    const { databaseUrl, project } = platform;
    folder = join(platform.folder, 'archives');
    const programs = containerPrograms(createEngine({ url: 'unix:///var/run/docker.sock' }), {
      project,
      service: 'database',
      url: databaseUrl,
    });
    const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
    backups = createBackups({ folder, files: {}, databaseUrl, remembered, version: '0.1.0', programs });
    database = createDatabase({ url: databaseUrl });
  });

  afterEach(async () => {
    const left = await query(platform.databaseUrl, `SELECT query FROM pg_stat_activity WHERE ${BOT}`);
    if (left.length > 0) throw new Error(`sessions left behind: ${JSON.stringify(left)}`);
  });

  afterAll(() => platform.drop());

  test('the programs are those of the container', async () => {
    const { pgDump, psql } = await backups.tools(signal);

    expect([pgDump, psql]).toEqual([expect.stringMatching(/^15\.\d+/), pgDump]);
  });

  test('a year of data is dumped, read back, loaded beside and found the same', async () => {
    const { sha256 } = await backups.create('whole', quiet, signal);
    const verification = await backups.verify('whole', signal);
    expect(verification).toMatchObject({ verified: true, level: 3, problems: [] });
    await database.recreate(COPY, database.live, signal);

    await backups.load({ name: 'whole', sha256 }, COPY, quiet, signal);

    const { rows } = await database.countRows(COPY, signal);
    expect(rows).toEqual(verification.contents?.rows);
    expect(rows['jobs']).toBeGreaterThan(170_000);
    await database.drop(COPY, signal);
  });

  test('a file that is not the approved one leaves not a row', async () => {
    await database.recreate(COPY, database.live, signal);

    await expect(backups.load({ name: 'whole', sha256: '0'.repeat(64) }, COPY, quiet, signal)).rejects.toThrow('not the archive');

    expect((await database.countRows(COPY, signal)).rows).toEqual({});
    await database.drop(COPY, signal);
  });

  test('a dump that waits for a lock is cancelled at once, and its program ends in the container', async () => {
    const jobs = await hold(platform.databaseUrl, 'LOCK TABLE jobs');
    const cancel = new AbortController();
    const making = backups.create('cancelled', quiet, cancel.signal);
    await jobs.awaited('^bigshot:pg_dump');

    cancel.abort(new Error('no longer wanted'));

    await expect(making).rejects.toThrow('no longer wanted');
    await jobs.release();
    expect((await readdir(folder)).filter((name) => name.includes('cancelled'))).toEqual([]);
    await expect.poll(() => programsInContainer()).not.toContain('pg_dump');
  });

  test('what the server refuses comes in its own words', async () => {
    await expect(backups.load({ name: 'whole', sha256: 'x' }, 'no such database', quiet, signal)).rejects.toThrow(
      'database "no such database" does not exist',
    );
  });

  test('a bot that is killed with -9 while it loads: psql ends by itself, and not a row is left', async () => {
    await database.recreate(COPY, database.live, signal);
    const copy = platform.databaseUrl.replace(/bigshot$/, COPY);
    // What the dump makes first must wait, so that the end cannot have been sent when the bot dies.
    const door = await hold(copy, 'CREATE TABLE jobs ()');

    const { sha256 } = await backups.verify('whole', signal);

    await kill({ WHAT: 'load', FOLDER: folder, DATABASE: COPY, SHA256: sha256 }, () => door.awaited('^bigshot:psql'));
    await door.release();

    await until(async () => (await query(copy, `SELECT 1 FROM pg_stat_activity WHERE ${BOT}`)).length === 0);
    expect((await database.countRows(COPY, signal)).rows).toEqual({});
    await database.drop(COPY, signal);
  });

  test('a bot that is killed with -9 while it dumps: pg_dump ends, nothing looks like a backup, the next attempt succeeds', async () => {
    const jobs = await hold(platform.databaseUrl, 'LOCK TABLE jobs');

    await kill({ WHAT: 'create', FOLDER: folder }, () => jobs.awaited('^bigshot:pg_dump'));
    await jobs.release();

    await until(async () => (await query(platform.databaseUrl, `SELECT 1 FROM pg_stat_activity WHERE ${BOT}`)).length === 0);
    expect((await backups.list(signal)).archives.map(({ name }) => name)).not.toContain('victim');
    await backups.create('victim', quiet, signal);
    expect((await readdir(folder)).filter((name) => name.includes('victim'))).toEqual(['victim.tar.gz', 'victim.tar.gz.sha256']);
  });

  test('a stopped database is said to be so, and not that a program is missing', async () => {
    await (await platform.container('database')).stop();

    await expect(backups.tools(signal)).rejects.toThrow('in the container of database');

    await (await platform.container('database')).start();
    await until(async () =>
      query(platform.databaseUrl, 'SELECT 1').then(
        () => true,
        () => false,
      ),
    );
  });

  async function programsInContainer(): Promise<string> {
    const { Processes } = await (await platform.container('database')).top();
    return Processes.flat().join(' ');
  }

  /** Starts the work in a process of its own, and kills it as soon as it is under way. */
  async function kill(env: Readonly<Record<string, string>>, isUnderWay: () => Promise<unknown>): Promise<void> {
    const file = fileURLToPath(new URL('../backups/victim.ts', import.meta.url));
    const place = { DATABASE_URL: platform.databaseUrl, PROJECT: platform.project };
    const victim = execa('node', ['--import', 'tsx', file], { env: { ...place, ...env }, reject: false });
    await isUnderWay();
    victim.kill('SIGKILL');
    expect((await victim).signal).toBe('SIGKILL');
  }
});
