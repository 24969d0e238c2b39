import { Client } from 'pg';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { rowsOf, withSession } from '../../../src/adapters/database/session.ts';
import { createStatistics } from '../../../src/adapters/database/statistics/statistics.ts';
import { Absent } from '../../../src/core/errors.ts';
import { sql } from '../../../src/lib/sql.ts';
import { majors, startMajor } from '../../support/majors.ts';

const never = new AbortController().signal;

/** As a role that may see nothing but what everybody may see. */
function strangerIn(url: string): string {
  const other = new URL(url);
  other.username = 'stranger';
  other.password = 'stranger';
  return other.href;
}

describe.each(majors.filter(({ isHere }) => isHere))('$title', ({ major }) => {
  let url: string;
  let server: Awaited<ReturnType<typeof startMajor>>;
  const run = (text: string) => withClient(url, (client) => client.query(text));

  beforeAll(async () => {
    server = await startMajor(major);
    ({ url } = server);
    await run(`CREATE ROLE stranger LOGIN PASSWORD 'stranger'`);
    await run(`INSERT INTO jobs (type, status) SELECT 'enumeration', 'completed' FROM generate_series(1, 2000)`);
    await run(`UPDATE jobs SET progress = 100 WHERE id <= 500; DELETE FROM jobs WHERE id > 1900; ANALYZE jobs`);
    await run(`CREATE TABLE "Odd-Name ""x""" (id int); CREATE TABLE parts (id int) PARTITION BY RANGE (id);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10000); INSERT INTO parts SELECT generate_series(1, 5000)`);
  });
  afterAll(() => server.stop());

  test('says which tables were written to', async () => {
    const reader = createStatistics({ url });

    await expect
      .poll(async () => (await reader.tables(never)).tables.find(({ table }) => table === 'jobs'))
      .toMatchObject({ inserted: 2000, updated: 500, deleted: 100, liveRows: 1900 });
    expect((await reader.tables(never)).tables.map(({ table }) => table)).toContain('Odd-Name "x"');
  });

  test('says how large tables are, the parts of a partitioned one added up', async () => {
    const { databaseBytes, tables } = await createStatistics({ url }).sizes(never);

    const parts = tables.find(({ table }) => table === 'parts');
    expect(databaseBytes).toBeGreaterThan(1_000_000);
    expect(parts?.totalBytes).toBeGreaterThan(100_000);
    expect(tables.map(({ table }) => table)).not.toContain('parts_1');
    expect(tables.find(({ table }) => table === 'jobs')?.indexBytes).toBeGreaterThan(0);
  });

  test('does not wait for a table that somebody has locked, and says of the others what it can', async () => {
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
    const begun = performance.now();

    const { tables } = await createStatistics({ url }).sizes(never);
    const { indexes } = await createStatistics({ url }).indexes(never);

    await other.end();
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(tables.find(({ table }) => table === 'jobs')).toMatchObject({ totalBytes: null, indexBytes: null });
    expect(tables.find(({ table }) => table === 'users')?.totalBytes).toBeGreaterThan(0);
    expect(indexes.find(({ table }) => table === 'jobs')?.bytes).toBeNull();
  });

  test('tells of each index what hangs on it', async () => {
    const { indexes } = await createStatistics({ url }).indexes(never);

    const of = (name: string) => indexes.find(({ index }) => index === name);
    expect(of('jobs_pkey')).toMatchObject({ isUnique: true, isBound: true, isValid: true, method: 'btree' });
    expect(of('idx_domains_root')).toMatchObject({ isUnique: false, isBound: false, keys: [expect.stringMatching(/^root_domain /)] });
    expect(of('idx_notes_url_id')).toMatchObject({ supportsForeignKey: true });
  });

  test('counts statements, and tells what is missing where it cannot', async () => {
    const reader = createStatistics({ url });
    const costliest = { by: 'total', minMeanMs: 0, limit: 20 } as const;

    await expect(reader.statements(costliest, never)).rejects.toThrow(Absent);
    await expect(reader.statements(costliest, never)).rejects.toThrow(/shared_preload_libraries.*CREATE EXTENSION/);
    await run('CREATE EXTENSION pg_stat_statements');
    await run('SELECT count(*) FROM jobs WHERE status = $$completed$$');
    await run(
      'SELECT count(*) FROM pg_catalog.pg_depend; SELECT refobjid FROM notes JOIN pg_depend ON objid = notes.id; COPY jobs TO STDOUT',
    );
    await withSession({ url, mode: 'read', statementTimeoutMs: 1000 }, never, (client) =>
      rowsOf(client, sql`select max(id) from notes where id < ${7}`, z.unknown()),
    );
    const seen = await reader.statements(costliest, never);
    const stranger = await createStatistics({ url: strangerIn(url) }).statements(costliest, never);

    const counting = seen.statements.find(({ text }) => text.startsWith('SELECT count(*) FROM jobs'));
    expect(counting).toMatchObject({ calls: 1, rows: 1 });
    expect(counting?.text).not.toContain('completed');
    expect(seen.statements.map(({ text }) => text)).toContain('select /* bigshot bot */ max(id) from notes where id < $1');
    expect(seen.statements.filter(({ text }) => /pg_depend|COPY/.test(text))).toEqual([]);
    expect(seen.statements.reduce((sum, { sharePercent }) => sum + sharePercent, 0)).toBeCloseTo(100, 3);
    expect(seen.hidden).toBe(0);
    expect(stranger.hidden).toBeGreaterThan(0);
    expect(stranger.statements.filter(({ text }) => text.includes('insufficient'))).toEqual([]);
    expect(await reader.statements({ by: 'mean', minMeanMs: 3_000_000, limit: 5 }, never)).toMatchObject({ statements: [] });
  });

  test('tells the counters of the database, and how far its transaction ids have run', async () => {
    const counters = await createStatistics({ url }).counters(never);

    expect(counters.blocksHit).toBeGreaterThan(0);
    expect(counters.committed).toBeGreaterThan(0);
    expect(counters.wraparound.age).toBeLessThan(1_000_000);
    expect(counters.idleSlots).toEqual([]);
  });

  test('tells who waits for whom', async () => {
    const [holder, waiter] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
    await Promise.all([holder.connect(), waiter.connect()]);
    await holder.query('BEGIN; LOCK TABLE notes');
    const waiting = waiter.query('SELECT count(*) FROM notes');

    await expect
      .poll(async () => (await createStatistics({ url }).sessions(never)).filter(({ blockedBy }) => blockedBy.length > 0))
      .toMatchObject([{ state: 'active', query: 'SELECT count(*) FROM notes' }]);
    const sessions = await createStatistics({ url }).sessions(never);

    await holder.query('ROLLBACK');
    await waiting;
    await Promise.all([holder.end(), waiter.end()]);
    const [blocked] = sessions.filter(({ blockedBy }) => blockedBy.length > 0);
    expect(sessions.find(({ pid }) => pid === blocked?.blockedBy[0])).toMatchObject({ state: 'idle in transaction' });
  });

  test('says all that everybody may see to a role that may see nothing else', async () => {
    const reader = createStatistics({ url: strangerIn(url) });

    const [{ tables }, sizes, { indexes }, sessions] = await Promise.all([
      reader.tables(never),
      reader.sizes(never),
      reader.indexes(never),
      reader.sessions(never),
    ]);

    expect(tables.length).toBeGreaterThan(5);
    expect(sizes.tables.length).toBeGreaterThan(5);
    expect(indexes.length).toBeGreaterThan(5);
    expect(sessions).toEqual([]);
    await expect(reader.counters(never)).resolves.toMatchObject({ deadlocks: 0 });
  });

  describe('damage', () => {
    const integrity = (from = url) => createStatistics({ url: from }).integrity(never);

    test('without the extension the indexes are not looked at, and the checksums are told where there are some', async () => {
      const { checksums, indexes } = await integrity();

      expect(indexes).toBeUndefined();
      expect(checksums === undefined || checksums.failures === 0).toBe(true);
    });

    test('with it each index is looked at, and one that somebody has locked is passed over', async () => {
      await run('CREATE SCHEMA IF NOT EXISTS "Odd schema"; CREATE EXTENSION amcheck SCHEMA "Odd schema"');
      const calm = await integrity();
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query('BEGIN; LOCK TABLE notes IN ACCESS EXCLUSIVE MODE');

      const { indexes } = await integrity();

      await other.end();
      expect(calm.indexes?.all).toBeGreaterThan(5);
      expect(calm.indexes).toEqual({ all: calm.indexes?.all, checked: calm.indexes?.all, broken: [] });
      expect(indexes?.checked).toBeLessThan(indexes?.all ?? 0);
      expect(indexes?.checked).toBeGreaterThan(0);
    });

    test('an index whose entries are out of order is named, with what the server says', async () => {
      await run(`CREATE FUNCTION odd_cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select btint4cmp($1, $2)';
        CREATE OPERATOR CLASS odd_ops FOR TYPE int4 USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 odd_cmp(int, int);
        CREATE TABLE odd (id int); INSERT INTO odd SELECT generate_series(1, 1000); CREATE INDEX odd_index ON odd (id odd_ops);
        CREATE OR REPLACE FUNCTION odd_cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select btint4cmp($2, $1)'`);

      const { indexes } = await integrity();

      await run('DROP TABLE odd; DROP OPERATOR CLASS odd_ops USING btree; DROP FUNCTION odd_cmp');
      expect(indexes?.broken).toEqual([{ index: 'odd_index', table: 'odd', why: expect.stringContaining('order') }]);
    });

    test('a role that may not look is told so', async () => {
      await expect(integrity(strangerIn(url))).rejects.toThrow('the configured role may not use bt_index_check of amcheck');
    });
  });
});

test('all versions are here, or the title says what to install', () => {
  expect(majors.filter(({ isHere }) => isHere).length).toBeGreaterThan(0);
});
