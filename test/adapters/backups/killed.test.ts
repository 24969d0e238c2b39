import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../support/gate.ts';
import { hold } from '../../support/hold.ts';
import { testDatabase } from '../../support/stores.ts';
import { DUMP_TEXT, forge, sha256 } from './forge.ts';
import { NO_CLIENTS, hasClients, never, query, quiet, sample, type Sample } from './sample.ts';

let platform: Sample;

beforeAll(async () => {
  platform = await sample();
});
afterAll(() => platform.drop());

/** Starts the work in a process of its own, and kills it with -9 as soon as it is under way. */
async function kill(env: Readonly<Record<string, string>>, isUnderWay: () => Promise<unknown>): Promise<void> {
  const victim = execa('node', ['--import', 'tsx', fileURLToPath(new URL('./victim.ts', import.meta.url))], { env, reject: false });
  await isUnderWay();
  victim.kill('SIGKILL');
  const { signal } = await victim;
  expect(signal).toBe('SIGKILL');
}

const takeDoor = 'SELECT pg_advisory_xact_lock(1)';
/** The same as a dump may say it. */
const standAtDoor = `CREATE MATERIALIZED VIEW door AS ${takeDoor}::text`;

const sessions = (url: string, name: string) =>
  query(url, `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${name}' AND state IS NOT NULL`);

const gone = (url: string) => until(async () => (await sessions(url, 'bigshot')).length === 0);

describe.skipIf(!hasClients)(`a bot that is killed with -9${hasClients ? '' : NO_CLIENTS}`, () => {
  test('while it loads: psql ends by itself, and not a row is left', async () => {
    const target = await testDatabase();
    // More than a pipe holds, so the end cannot have been sent when the bot dies.
    const rest = `${standAtDoor};\n${`-- ${'padding '.repeat(8)}\n`.repeat(4000)}`;
    const slow = DUMP_TEXT.replace(/CREATE EXT.*\n/, 'CREATE TABLE public.jobs (id int, type text);\n').replace(
      '--\n-- PostgreSQL database dump c',
      () => `${rest}--\n-- PostgreSQL database dump c`,
    );
    await forge(platform.folder, 'slow', [{ path: 'slow/database_backup.sql', data: slow }]);
    const hash = sha256(await readFile(join(platform.folder, 'slow.tar.gz')));
    const env = {
      WHAT: 'load',
      FOLDER: platform.folder,
      DATABASE_URL: platform.url,
      DATABASE: new URL(target.url).pathname.slice(1),
      SHA256: hash,
    };

    const door = await hold(target.url, takeDoor);

    await kill(env, () => door.awaited('^bigshot$'));
    await door.release();

    await gone(target.url);
    expect(await query(target.url, "SELECT relname FROM pg_class WHERE relname = 'jobs'")).toEqual([]);
    await target.drop();
  });

  test('while it dumps: pg_dump ends by itself, nothing looks like a backup, and the next attempt succeeds', async () => {
    const jobs = await hold(platform.url, 'LOCK TABLE jobs');

    await kill({ WHAT: 'create', FOLDER: platform.folder, DATABASE_URL: platform.url }, () => jobs.awaited('^bigshot$'));
    await jobs.release();

    await gone(platform.url);
    expect((await platform.backups().list(never)).archives.map(({ name }) => name)).not.toContain('victim');
    await platform.backups().create('victim', quiet, never);
    expect((await readdir(platform.folder)).filter((name) => name.includes('victim'))).toEqual(['victim.tar.gz', 'victim.tar.gz.sha256']);
  });
});
