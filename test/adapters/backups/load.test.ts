import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import { hold } from '../../support/hold.ts';
import { inTime } from '../../support/in-time.ts';
import { testDatabase } from '../../support/stores.ts';
import { DUMP_TEXT, forge, place, sha256, withDump } from './forge.ts';
import { NO_CLIENTS, hasClients, never, query, quiet, sample, type Sample } from './sample.ts';

/** After this long a psql that did not listen to the first signal is killed. */
const killAfterMs = 2000;

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

const takeDoor = 'SELECT pg_advisory_xact_lock(1)';
/** The same as a dump may say it. */
const standAtDoor = `CREATE MATERIALIZED VIEW door AS ${takeDoor}::text`;

/** An archive whose dump waits behind its table for as long as a test holds the door. */
async function forgeWaiting(name: string): Promise<void> {
  const waits = `CREATE TABLE jobs (id int, type text);\n${standAtDoor};\n`;
  await forge(platform.folder, name, [{ path: `${name}/database_backup.sql`, data: DUMP_TEXT.replace(/CREATE EXT.*\n/, waits) }]);
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
    await forgeWaiting('slow');
    const door = await hold(target.url, takeDoor);
    const abort = new AbortController();

    const loading = load('slow', abort.signal).catch(String);
    await door.awaited('^bigshot$');
    abort.abort(new Error('cancelled by a person'));

    expect(await inTime(killAfterMs, loading)).toContain('cancelled by a person');
    await door.release();
    expect(await tables()).toBe(0);
  });

  test('no password is in the arguments of a process', async () => {
    await forgeWaiting('seen');
    const door = await hold(target.url, takeDoor);
    const { password } = new URL(platform.url);

    const loading = load('seen');
    await door.awaited('^bigshot$');
    const psql = await commandLinesOfChildren('psql');
    await door.release();
    await loading;

    expect(psql).toHaveLength(1);
    expect(psql.filter((line) => line.includes(password))).toEqual([]);
  });

  test('without psql it names the package', async () => {
    await writeFile(join(platform.folder, 'x.tar.gz'), 'x');
    const bare = platform.backups({ path: '/nonexistent' });

    await expect(bare.load({ name: 'x', sha256: '' }, target.name, quiet, never)).rejects.toThrow('apt-get install postgresql-client');
  });
});

/** Others on this machine may have a psql too. */
async function commandLinesOfChildren(word: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    ids.map(async (id) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return new RegExp(`^PPid:\\s${process.pid}$`, 'm').test(status) ? readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '') : '';
    }),
  );
  return lines.filter((line) => line.includes(word));
}
