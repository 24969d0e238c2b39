import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/stores.ts';
import { DUMP_TEXT, forge, sha256 } from './forge.ts';
import { NO_CLIENTS, hasClients, never, query, quiet, sample, type Sample } from './sample.ts';

let platform: Sample;

beforeAll(async () => {
  platform = await sample();
});
afterAll(() => platform.drop());

/** Starts the work in a process of its own, and kills it with -9 as soon as `isUnderWay` says so. */
async function kill(env: Readonly<Record<string, string>>, isUnderWay: () => Promise<boolean>): Promise<void> {
  const victim = execa('node', ['--import', 'tsx', fileURLToPath(new URL('./victim.ts', import.meta.url))], { env, reject: false });
  for (let tries = 0; tries < 400 && !(await isUnderWay()); tries += 1) await sleep(20);
  victim.kill('SIGKILL');
  const { signal } = await victim;
  expect(signal).toBe('SIGKILL');
}

const sessions = (url: string, name: string) =>
  query(url, `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${name}' AND state IS NOT NULL`);

async function gone(url: string): Promise<boolean> {
  for (let tries = 0; tries < 150; tries += 1) {
    if ((await sessions(url, 'bigshot')).length === 0) return true;
    await sleep(20);
  }
  return false;
}

describe.skipIf(!hasClients)(`a bot that is killed with -9${hasClients ? '' : NO_CLIENTS}`, () => {
  test('while it loads: psql ends by itself, and not a row is left', async () => {
    const target = await testDatabase();
    // More than a pipe holds, so the end cannot have been sent when the bot dies.
    const rest = `CREATE MATERIALIZED VIEW nap AS SELECT pg_sleep(1)::text;\n${`-- ${'padding '.repeat(8)}\n`.repeat(4000)}`;
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

    const sleeping =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'SELECT pg_sleep' AND pid <> pg_backend_pid()";

    await kill(env, async () => (await query(target.url, sleeping)).length > 0);

    expect(await gone(target.url)).toBe(true);
    expect(await query(target.url, "SELECT relname FROM pg_class WHERE relname = 'jobs'")).toEqual([]);
    await target.drop();
  });

  test('while it dumps: pg_dump ends by itself, nothing looks like a backup, and the next attempt succeeds', async () => {
    const holder = new Client({ connectionString: platform.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE jobs');

    await kill(
      { WHAT: 'create', FOLDER: platform.folder, DATABASE_URL: platform.url },
      async () => (await sessions(platform.url, 'bigshot')).length > 0,
    );
    await holder.end();

    expect(await gone(platform.url)).toBe(true);
    expect((await platform.backups().list(never)).archives.map(({ name }) => name)).not.toContain('victim');
    await platform.backups().create('victim', quiet, never);
    expect((await readdir(platform.folder)).filter((name) => name.includes('victim'))).toEqual(['victim.tar.gz', 'victim.tar.gz.sha256']);
  });
});
