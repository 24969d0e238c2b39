import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/database.ts';
import { databaseLocks } from '../../src/checks/database-locks.ts';
import type { TableLock } from '../../src/ports/database.ts';
import { withClient, type FreshDatabase } from '../../sandbox/stores/databases.ts';
import { hold } from '../support/hold.ts';
import { inTime } from '../support/in-time.ts';
import { testDatabase } from '../support/stores.ts';
import { judged, seen, signal } from './judged.ts';

const lock = (given: Partial<TableLock>): TableLock => ({
  table: 'jobs',
  pid: 71,
  application: 'psql',
  state: 'idle in transaction',
  query: 'LOCK TABLE jobs',
  heldSeconds: 1,
  waiting: 0,
  waitedSeconds: 0,
  ...given,
});

test.each<[string, readonly TableLock[], readonly (readonly [string, string])[]]>([
  ['none', [], [['ok', 'No table is locked for long.']]],
  ['a short one', [lock({})], [['ok', 'No table is locked for long.']]],
  [
    'one for which nobody waits',
    [lock({ heldSeconds: 900 })],
    [
      [
        'warn',
        '`jobs` has been locked for 15 min by the session 71 of `psql`, which is idle in transaction; nobody waits for it (warn 5 s).',
      ],
    ],
  ],
  [
    'one for which somebody waits',
    [lock({ heldSeconds: 4, waiting: 1, waitedSeconds: 3, state: 'active', application: '' })],
    [['warn', '`jobs` has been locked for 4 s by the session 71; 1 session waits, the longest for 3 s (warn 2 s).']],
  ],
  [
    'one for which several wait for long',
    [lock({ heldSeconds: 45, waiting: 3, waitedSeconds: 40, state: 'active' })],
    [['critical', '`jobs` has been locked for 45 s by the session 71 of `psql`; 3 sessions wait, the longest for 40 s (limit 30 s).']],
  ],
])('%s', (_, locks, expected) => {
  expect(seen(judged(databaseLocks, locks))).toEqual(expected);
});

let database: FreshDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await withClient(database.url, (client) =>
    client.query('CREATE TABLE jobs (id int); CREATE SCHEMA archive; CREATE TABLE archive.jobs (id int)'),
  );
});
afterAll(() => database.drop());

test('a table that is locked is seen with who waits, and neither this nor the other looks wait with them', async () => {
  const reader = createDatabase({ url: database.url });
  const jobs = await hold(database.url, 'LOCK TABLE jobs');
  const waiter = new pg.Client({ connectionString: database.url, application_name: 'worker' });
  await waiter.connect();
  const waiting = waiter.query('SELECT count(*) FROM jobs');
  await jobs.awaited('worker');

  const found = await inTime(3000, reader.tableLocks(signal));
  const state = await inTime(3000, reader.state(signal));
  const tables = await inTime(3000, reader.tables(signal));

  expect(found).toMatchObject([
    { table: 'jobs', state: 'idle in transaction', query: expect.stringContaining('pg_backend_pid'), waiting: 1 },
  ]);
  expect(found[0]?.heldSeconds).toBeGreaterThanOrEqual(found[0]?.waitedSeconds ?? NaN);
  expect(state.connections).toBeGreaterThan(1);
  expect(tables).toEqual(['archive.jobs', 'jobs']);
  await jobs.release();
  await waiting;
  await waiter.end();
  expect(await reader.tableLocks(signal)).toEqual([]);
});
