import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import { testDatabase } from '../../support/stores.ts';
import { DUMP_TEXT, forge, place, sha256, withDump } from './forge.ts';
import { NO_CLIENTS, hasClients, never, query, quiet, sample, type Sample } from './sample.ts';

let platform: Sample;
let backups: BackupsWriter;
let target: { readonly url: string; readonly name: string; drop(): Promise<void> };

beforeAll(async () => {
  platform = await sample();
  backups = platform.backups();
});
afterAll(() => platform.drop());
beforeEach(async () => {
  const database = await testDatabase();
  target = { url: database.url, name: new URL(database.url).pathname.slice(1), drop: () => database.drop() };
});
afterEach(() => target.drop());

async function load(name: string, signal = never): Promise<void> {
  const hash = sha256(await readFile(join(platform.folder, `${name}.tar.gz`)));
  await backups.load({ name, sha256: hash }, target.name, quiet, signal);
}

async function tables(): Promise<number> {
  const [row] = await query(
    target.url,
    "SELECT count(*)::int AS tables FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  return Number(row?.['tables']);
}

describe.skipIf(!hasClients)(`loading an archive${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    await backups.create('whole', quiet, never);
  });

  test('every row is there again, also the odd ones', async () => {
    await load('whole');

    const sum = 'SELECT md5(string_agg(j::text, chr(10) ORDER BY id)) AS jobs FROM jobs j';
    expect(await query(target.url, sum)).toEqual(await query(platform.url, sum));
    const notes = 'SELECT body FROM notes ORDER BY id';
    expect(await query(target.url, notes)).toEqual(await query(platform.url, notes));
    expect(await query(target.url, 'SELECT count(*)::int AS rows FROM archive."Old jobs"')).toEqual([{ rows: 2 }]);
  });

  test('progress goes up to the size of the archive', async () => {
    const hash = sha256(await readFile(join(platform.folder, 'whole.tar.gz')));
    const seen: (readonly [number, number])[] = [];

    await backups.load({ name: 'whole', sha256: hash }, target.name, (done, of) => void seen.push([done, of]), never);

    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  });

  test.each([0.2, 0.5, 0.9])('a dump cut after %d of its length leaves no table', async (share) => {
    const name = `cut-${share * 10}`;
    await place(platform.folder, name, await readFile(join(platform.folder, 'whole.tar.gz')));
    await withDump(platform.folder, name, (dump) => dump.subarray(0, dump.length * share));

    await expect(load(name)).rejects.toThrow('the dump is cut');

    expect(await tables()).toBe(0);
  });

  test('a dump cut exactly between two rows leaves no table', async () => {
    await place(platform.folder, 'row', await readFile(join(platform.folder, 'whole.tar.gz')));
    await withDump(platform.folder, 'row', (dump) => dump.subarray(0, dump.indexOf('\n100\tscan') + 1));

    await expect(load('row')).rejects.toThrow('the dump is cut');

    expect(await tables()).toBe(0);
  });

  test('an archive that is cut leaves no table', async () => {
    const whole = await readFile(join(platform.folder, 'whole.tar.gz'));
    await place(platform.folder, 'short', whole.subarray(0, whole.length - 1047));

    await expect(load('short')).rejects.toThrow('the tar file is cut');

    expect(await tables()).toBe(0);
  });

  test('another file than the approved one is not committed', async () => {
    const loading = backups.load({ name: 'whole', sha256: '0'.repeat(64) }, target.name, quiet, never);

    await expect(loading).rejects.toThrow('not the archive that was approved');
    expect(await tables()).toBe(0);
  });

  test.each([
    ['at the start', (text: string) => text.replace('SET ', '\\! touch /tmp/bigshot-owned\nSET ')],
    ['behind the data', (text: string) => `${text}\\! touch /tmp/bigshot-owned\n`],
    [
      'behind its own restriction',
      (text: string) => text.replace('SET ', '\\restrict a\n\\unrestrict a\n\\! touch /tmp/bigshot-owned\nSET '),
    ],
  ])('a shell command %s is refused and never runs', async (_, change) => {
    await rm('/tmp/bigshot-owned', { force: true });
    await forge(platform.folder, 'hostile', [
      { path: 'hostile/database_backup.sql', data: change(DUMP_TEXT.replace(/CREATE EXT.*\n/, '')) },
    ]);

    await expect(load('hostile')).rejects.toThrow('the psql command \\!');

    await expect(readFile('/tmp/bigshot-owned')).rejects.toThrow('ENOENT');
    expect(await tables()).toBe(0);
  });

  test('a shell command that only psql itself would see does not run either', async () => {
    await rm('/tmp/bigshot-owned', { force: true });
    const text = DUMP_TEXT.replace(
      /CREATE EXT.*\n/,
      "SET standard_conforming_strings = off;\nSELECT '\\''; \\! touch /tmp/bigshot-owned\n--';\n",
    );
    await forge(platform.folder, 'sly', [{ path: 'sly/database_backup.sql', data: text }]);

    await expect(load('sly')).rejects.toThrow('pg_dump does not write: SET standard_conforming_strings = off');

    await expect(readFile('/tmp/bigshot-owned')).rejects.toThrow('ENOENT');
  });

  test('large objects come back, and a dump that is cut behind them leaves nothing', async () => {
    await query(platform.url, "SELECT lo_from_bytea(4242, decode(repeat('ab', 40000), 'hex'))");
    await query(
      platform.url,
      'CREATE FUNCTION two() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END',
    );
    await backups.create('objects', quiet, never);
    await copyFile(join(platform.folder, 'objects.tar.gz'), join(platform.folder, 'cut.tar.gz'));
    await withDump(platform.folder, 'cut', (text) => text.subarray(0, text.lastIndexOf('-- PostgreSQL database dump complete')));

    await expect(load('cut')).rejects.toThrow('its last line is missing');
    const left = await tables();
    await load('objects');

    expect(left).toBe(0);
    expect(await query(target.url, 'SELECT length(lo_get(4242)) AS bytes, two()')).toEqual([{ bytes: 40_000, two: 2 }]);
  });

  test('what the server refuses is told in its words', async () => {
    await forge(platform.folder, 'wrong', [{ path: 'wrong/database_backup.sql', data: DUMP_TEXT.replace(/CREATE EXT.*\n/, '') }]);

    await expect(load('wrong')).rejects.toThrow('relation "public.jobs" does not exist');
  });

  test('cancelling ends psql and leaves no table', async () => {
    const slow = DUMP_TEXT.replace(
      /CREATE EXT.*\n/,
      'CREATE TABLE jobs (id int, type text);\nCREATE MATERIALIZED VIEW nap AS SELECT pg_sleep(5)::text;\n',
    );
    await forge(platform.folder, 'slow', [{ path: 'slow/database_backup.sql', data: slow }]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('cancelled by a person')), 400);
    const begun = performance.now();

    await expect(load('slow', abort.signal)).rejects.toThrow('cancelled by a person');

    expect(performance.now() - begun).toBeLessThan(2500);
    expect(await tables()).toBe(0);
  });

  test('no password is in the arguments of a process', async () => {
    const slow = DUMP_TEXT.replace(
      /CREATE EXT.*\n/,
      'CREATE TABLE jobs (id int, type text);\nCREATE MATERIALIZED VIEW nap AS SELECT pg_sleep(0.5)::text;\n',
    );
    await forge(platform.folder, 'seen', [{ path: 'seen/database_backup.sql', data: slow }]);
    const { password } = new URL(platform.url);

    const loading = load('seen');
    const psql = await untilThere(() => commandLines('psql\0-X'));
    await loading;

    expect(psql.length).toBeGreaterThan(0);
    expect(psql.filter((line) => line.includes(password))).toEqual([]);
  });

  test('without psql it names the package', async () => {
    await writeFile(join(platform.folder, 'x.tar.gz'), 'x');
    const bare = platform.backups({ path: '/nonexistent' });

    await expect(bare.load({ name: 'x', sha256: '' }, target.name, quiet, never)).rejects.toThrow('apt-get install postgresql-client');
  });
});

async function untilThere(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = await look();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return [];
}

async function commandLines(word: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(word));
}
