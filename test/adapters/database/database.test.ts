import { Client, escapeIdentifier } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { createDatabase } from '../../../src/adapters/database/database.ts';
import type { DatabaseWriter } from '../../../src/ports/database.ts';
import { hold } from '../../support/hold.ts';
import { adminUrl, testDatabase } from '../../support/stores.ts';

const never = new AbortController().signal;

let url: string;
let live: string;
let database: DatabaseWriter & { close(): Promise<void> };

beforeEach(async () => {
  ({ url } = await testDatabase());
  database = createDatabase({ url });
  ({ live } = database);
});
afterEach(async () => {
  await database.close();
  const rows = await admin('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [live]);
  for (const { datname } of rows) await admin(`DROP DATABASE IF EXISTS ${escapeIdentifier(String(datname))} WITH (FORCE)`);
});

async function admin(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  return query(adminUrl(), text, values);
}

async function query(at: string, text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  return withClient(at, async (client) => (await client.query<Record<string, unknown>>(text, [...values])).rows);
}

function inside(name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** A live database and a copy of it that is ready to serve, told apart by one row. */
async function readyToSwap(): Promise<{ readonly serve: string; readonly as: string; readonly keep: string }> {
  const names = { serve: `${live}_scratch_482`, as: live, keep: `${live}_before_482` };
  await query(url, "CREATE TABLE which AS SELECT 'old' AS data");
  await database.recreate(names.serve, live, never);
  await query(inside(names.serve), "CREATE TABLE which AS SELECT 'restored' AS data");
  return names;
}

const served = async (): Promise<unknown> => (await query(url, 'SELECT data FROM which'))[0]?.['data'];

test('the state tells connections, size and the longest statement of others', async () => {
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query('BEGIN');

  const state = await database.state(never);

  await other.end();
  expect(state.serverVersion).toBeGreaterThanOrEqual(130_000);
  expect(state.connections).toBeGreaterThanOrEqual(2);
  expect(state.idleInTransactionSeconds).toBeGreaterThan(0);
  expect(state.sizeBytes).toBeGreaterThan(1e6);
});

test('the traits are those that an archive must fit', async () => {
  const traits = await database.traits(never);

  expect(traits).toMatchObject({ name: live, encoding: 'UTF8', extensions: ['plpgsql'], mayRename: true });
});

test('rows are counted in every schema, the newest time is read as UTC, and what belongs to an extension is left out', async () => {
  await query(
    url,
    "CREATE TABLE jobs AS SELECT n AS id, timestamp '2026-11-23 10:01:00' - n * interval '1 hour' AS created_at FROM generate_series(0, 9) n",
  );
  await query(url, 'CREATE SCHEMA "Odd one"');
  await query(url, 'CREATE TABLE "Odd one"."a ""b""" AS SELECT 1 AS id');
  await query(url, 'CREATE TABLE parts (id int) PARTITION BY RANGE (id)');
  await query(url, 'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)');
  await query(url, 'INSERT INTO parts SELECT generate_series(0, 4)');

  const { rows, newest } = await database.countRows(live, never);

  expect(rows).toEqual({ jobs: 10, 'Odd one.a "b"': 1, parts_1: 5 });
  expect(newest).toEqual(new Date('2026-11-23T10:01:00Z'));
});

test('rows that were written since a moment are counted, whatever the kind of their time, and none that has no time', async () => {
  await query(url, 'CREATE TABLE plain (created_at timestamp)');
  await query(url, 'CREATE TABLE zoned (created_at timestamptz)');
  await query(url, 'CREATE TABLE undated AS SELECT 1 AS id');
  const times = "('2026-11-23 10:00:00.0005'), ('2026-11-23 10:01'), ('2026-11-23 10:02'), (NULL), ('infinity')";
  await query(url, `INSERT INTO plain VALUES ${times}`);
  await query(url, `SET TIME ZONE 'UTC'; INSERT INTO zoned VALUES ${times}`);
  await query(url, `ALTER DATABASE "${live}" SET timezone TO 'Asia/Tokyo'`);

  const since = await database.countRows(live, never, new Date('2026-11-23T10:01:00Z'));
  const before = await database.countRows(live, never, since.newestUntil);
  const none = await database.countRows(live, never, since.newest);

  expect(since).toMatchObject({ rows: { plain: 5, zoned: 5, undated: 1 }, newest: new Date('2026-11-23T10:02:00Z') });
  expect([since.newer, since.newestUntil]).toEqual([{ plain: 1, zoned: 1 }, new Date('2026-11-23T10:01:00Z')]);
  expect(before.newer).toEqual({ plain: 1, zoned: 1 });
  expect(none.newer).toEqual({ plain: 0, zoned: 0 });
});

test('the newest time is rounded up, so that its own row is not newer than it', async () => {
  await query(url, "CREATE TABLE jobs AS SELECT timestamp '2026-11-23 10:00:00.0005' AS created_at");

  const { newest } = await database.countRows(live, never);

  expect(newest).toEqual(new Date('2026-11-23T10:00:00.001Z'));
  expect((await database.countRows(live, never, newest)).newer).toEqual({ jobs: 0 });
});

test('a statement is cancelled on the server when the signal aborts', async () => {
  await query(url, 'CREATE TABLE slow AS SELECT 1 AS id');
  const slow = await hold(url, 'LOCK TABLE slow');
  const abort = new AbortController();

  const counting = database.countRows(live, abort.signal).catch(String);
  await slow.awaited('^bigshot');
  abort.abort(new Error('cancelled by a person'));

  expect(await counting).toContain('cancelled by a person');
  const waiting = await admin("SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND application_name ~ '^bigshot'", [live]);
  await slow.release();
  expect(waiting).toEqual([]);
});

test('a server that does not answer is told within seconds, without the password', async () => {
  const nowhere = createDatabase({ url: 'postgres://nobody:secret@127.0.0.1:1/bigshot' });

  const problem: unknown = await nowhere.state(never).catch((error: unknown) => error);

  expect(String(problem)).toContain('asking the database how it is');
  expect(JSON.stringify(problem)).not.toContain('secret');
});

test('a scratch database is made anew, with encoding, locale and owner of the live one', async () => {
  const scratch = `${live}_scratch_482`;
  await database.recreate(scratch, live, never);
  await query(inside(scratch), 'CREATE TABLE leftover (id int)');

  await database.recreate(scratch, live, never);

  expect(await database.countRows(scratch, never)).toMatchObject({ rows: {} });
  const traits = await admin('SELECT datdba, encoding, datcollate, datctype FROM pg_database WHERE datname = ANY($1)', [[live, scratch]]);
  expect(traits[0]).toEqual(traits[1]);
});

test.each(['live', 'postgres', 'other', 'x_scratch_1; DROP'])('%s is neither dropped nor made anew', async (kind) => {
  const name = kind === 'live' ? live : kind;

  await expect(database.drop(name, never)).rejects.toThrow('is not a database that a run made');
  await expect(database.recreate(name, live, never)).rejects.toThrow('is not a database that a run made');
});

test('dropping ends the sessions in it, and a second time there is nothing to do', async () => {
  const scratch = `${live}_scratch_482`;
  await database.recreate(scratch, live, never);
  const other = new Client({ connectionString: inside(scratch) });
  other.on('error', () => undefined);
  await other.connect();

  await database.drop(scratch, never);
  await database.drop(scratch, never);

  expect(await database.existing([scratch, live], never)).toEqual({
    [live]: { oid: expect.any(Number), allowsConnections: true, owner: 'bigshot' },
  });
});

test('a swap under a client that reconnects in a tight loop succeeds, and the old data are kept closed', async () => {
  const names = await readyToSwap();
  const over = new AbortController();
  const reconnecting = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) await query(url, 'SELECT pg_sleep(0.002)').catch(() => undefined);
  });

  await database.swap(names, never);
  const after = await served();
  over.abort();
  await Promise.all(reconnecting);

  expect(after).toBe('restored');
  expect(await database.existing(Object.values(names), never)).toMatchObject({
    [live]: { allowsConnections: true },
    [names.keep]: { allowsConnections: false },
  });
});

test('the last look counts what nobody can add to any more, however busily others write', async () => {
  const names = await readyToSwap();
  const over = new AbortController();
  const writing = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) await query(url, "INSERT INTO which VALUES ('old'), ('old')").catch(() => undefined);
  });
  const seen: unknown[] = [];

  await database.swap(names, never, { why: ({ rows }) => void seen.push(rows['which']) });
  over.abort();
  await Promise.all(writing);

  expect(seen).toEqual([(await database.countRows(names.keep, never)).rows['which']]);
});

test('a reason that the last look gives leaves the old data serving', async () => {
  const names = await readyToSwap();

  await expect(database.swap(names, never, { why: () => 'it has more rows than approved' })).rejects.toThrow('more rows than approved');

  expect(await served()).toBe('old');
});

test('cancelled while it looks, it leaves the old data serving', async () => {
  const names = await readyToSwap();
  const abort = new AbortController();
  const why = () => void abort.abort(new Error('cancelled by a person'));

  await expect(database.swap(names, abort.signal, { why })).rejects.toThrow('cancelled by a person');

  expect(await served()).toBe('old');
});

test('a swap that is done already changes nothing', async () => {
  const names = await readyToSwap();
  await database.swap(names, never);

  await database.swap(names, never);

  expect(await served()).toBe('restored');
});

test('swapping back brings the old data back', async () => {
  const names = await readyToSwap();
  await database.swap(names, never);

  await database.swap({ serve: names.keep, as: live, keep: `${live}_before_483` }, never);

  expect(await served()).toBe('old');
});

test('what was put aside is told with its size and since when, and swapped back it has its own comment again', async () => {
  const names = await readyToSwap();
  await admin(`COMMENT ON DATABASE ${escapeIdentifier(live)} IS 'the platform'`);
  await admin(`CREATE DATABASE ${escapeIdentifier(`${live}_before_noon`)}`);
  const none = await database.kept(never);
  const begun = Date.now();

  await database.swap(names, never);
  const [kept, ...others] = await database.kept(never);
  await database.swap({ serve: names.keep, as: live, keep: `${live}_before_483` }, never);
  const back = await admin("SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1", [live]);

  expect([none, others]).toEqual([[], []]);
  expect(kept).toMatchObject({ name: names.keep, bytes: expect.any(Number), since: expect.any(Date) });
  expect(kept?.since?.getTime()).toBeGreaterThanOrEqual(begun);
  expect(back).toEqual([{ comment: 'the platform' }]);
  expect(await database.kept(never)).toMatchObject([{ name: `${live}_before_483` }]);
});

test('of what was put aside without a note nobody knows since when', async () => {
  await admin(`CREATE DATABASE ${escapeIdentifier(`${live}_before_7`)}`);

  const [kept = {}] = await database.kept(never);

  expect(kept).toMatchObject({ name: `${live}_before_7` });
  expect(kept).not.toHaveProperty('since');
});

test('owner, grants, comment and settings of the database go along', async () => {
  const names = await readyToSwap();
  const role = `role_${live}`;
  const it = escapeIdentifier(live);
  await admin(`CREATE ROLE ${role}`);
  await admin(`REVOKE CONNECT ON DATABASE ${it} FROM PUBLIC`);
  await admin(`GRANT CONNECT, TEMPORARY ON DATABASE ${it} TO ${role} WITH GRANT OPTION`);
  await admin(`COMMENT ON DATABASE ${it} IS 'the platform''s'`);
  await admin(`ALTER DATABASE ${it} SET search_path TO 'a b', public`);
  await admin(`ALTER DATABASE ${it} SET work_mem = '7MB'`);
  await admin(`ALTER ROLE ${role} IN DATABASE ${it} SET statement_timeout = '9s'`);
  await admin(`ALTER DATABASE ${it} CONNECTION LIMIT 77`);
  await admin(`ALTER DATABASE ${it} OWNER TO ${role}`);
  const belongings = (name: string) =>
    admin(
      `SELECT datdba::regrole::text AS owner, datconnlimit, shobj_description(oid, 'pg_database') AS comment,
         (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a) AS grants,
         (SELECT array_agg(setrole::regrole::text || setconfig::text ORDER BY 1) FROM pg_db_role_setting WHERE setdatabase = oid) AS settings
       FROM pg_database WHERE datname = $1`,
      [name],
    );
  const before = await belongings(live);

  await database.swap(names, never);

  const after = await belongings(live);
  await admin(`ALTER DATABASE ${it} OWNER TO bigshot`);
  await admin(`ALTER DATABASE ${escapeIdentifier(names.keep)} OWNER TO bigshot`);
  for (const name of [it, escapeIdentifier(names.keep)]) await admin(`REVOKE ALL ON DATABASE ${name} FROM ${role}`);
  for (const name of [it, escapeIdentifier(names.keep)]) await admin(`ALTER ROLE ${role} IN DATABASE ${name} RESET ALL`);
  await admin(`DROP ROLE ${role}`);
  expect(after).toEqual(before);
});

test.each([
  { missing: 'serve', said: 'there is no database' },
  { missing: 'free name', said: 'already' },
])('without a $missing it refuses, and the live one still serves', async ({ missing, said }) => {
  const names = await readyToSwap();
  if (missing === 'serve') await database.drop(names.serve, never);
  else await admin(`CREATE DATABASE ${escapeIdentifier(names.keep)}`);

  await expect(database.swap(names, never)).rejects.toThrow(said);

  expect(await served()).toBe('old');
});

test('other names than those of a run are refused', async () => {
  const names = await readyToSwap();

  await expect(database.swap({ ...names, keep: 'postgres_old' }, never)).rejects.toThrow('is not a database that a run made');
  await expect(database.swap({ ...names, as: 'postgres' }, never)).rejects.toThrow('is not the database that serves');
});

test('a process that died between closing and renaming is healed by opening, and the swap can be done then', async () => {
  const names = await readyToSwap();
  await admin(`ALTER DATABASE ${escapeIdentifier(live)} ALLOW_CONNECTIONS false`);
  await admin(`ALTER DATABASE ${escapeIdentifier(names.serve)} ALLOW_CONNECTIONS false`);

  await database.allowConnections(live, never);
  const healed = await served();
  await database.swap(names, never);

  expect(healed).toBe('old');
  expect(await served()).toBe('restored');
});

test('a process that died between renaming and opening is healed by opening, and by swapping again', async () => {
  const names = await readyToSwap();
  await database.swap(names, never);
  await admin(`ALTER DATABASE ${escapeIdentifier(live)} ALLOW_CONNECTIONS false`);

  await database.swap(names, never);

  expect(await served()).toBe('restored');
});

test('a cancelled swap leaves the old data serving', async () => {
  const names = await readyToSwap();

  await expect(database.swap(names, AbortSignal.abort(new Error('cancelled by a person')))).rejects.toThrow('cancelled by a person');

  expect(await served()).toBe('old');
});

test('rows of a kept database are counted though it is closed, and it is closed afterwards', async () => {
  const names = await readyToSwap();
  await database.swap(names, never);

  const { rows } = await database.countRows(names.keep, never);

  expect(rows).toEqual({ which: 1 });
  expect(await database.existing([names.keep], never)).toMatchObject({ [names.keep]: { allowsConnections: false } });
});

test('a sequence behind its column and an invalid index are defects', async () => {
  await query(url, 'CREATE TABLE jobs (id serial PRIMARY KEY, code int)');
  await query(url, 'INSERT INTO jobs (id, code) VALUES (7, 1)');
  const sound = await database.defects(live, never);
  await query(url, 'CREATE INDEX halfway ON jobs (code)');
  await query(url, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'halfway'::regclass");

  const found = await database.defects(live, never);

  expect(sound).toEqual(['the sequence jobs_id_seq is at 0, but jobs.id goes up to 7']);
  expect(found).toContain('the index halfway is invalid');
});

test('work on one database excludes other work on it, and a lost lock aborts it', async () => {
  const second = createDatabase({ url });
  const outcome = database.exclusively('run 1', never, async (signal) => {
    await expect(second.exclusively('run 2', never, () => Promise.resolve('both'))).rejects.toThrow('holds its lock');
    await admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bigshot:run 1'");
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
    return String(signal.reason);
  });

  expect(await outcome).toContain('connection that holds the lock of the database was lost');
  expect(await second.exclusively('run 2', never, () => Promise.resolve('free again'))).toBe('free again');
});

test('closing ends what is under way', async () => {
  await query(url, 'CREATE TABLE slow AS SELECT 1 AS id');
  const slow = await hold(url, 'LOCK TABLE slow');

  const counting = database.countRows(live, never).catch(String);
  await slow.awaited('^bigshot');
  await database.close();

  expect(await counting).toContain('the bot is stopping');
  await slow.release();
});
