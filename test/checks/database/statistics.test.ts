import { describe, expect, test } from 'vitest';
import { databaseCounters } from '../../../src/checks/database/database-counters.ts';
import { databaseSessions } from '../../../src/checks/database/database-sessions.ts';
import { deadRows } from '../../../src/checks/database/dead-rows.ts';
import { indexUsage } from '../../../src/checks/database/index-usage.ts';
import { slowQueries } from '../../../src/checks/database/slow-queries.ts';
import { tableActivity } from '../../../src/checks/database/table-activity.ts';
import { tableSizes } from '../../../src/checks/database/table-sizes.ts';
import { topQueries } from '../../../src/checks/database/top-queries.ts';
import type { DatabaseCounters, IndexUse, Session, StatementUse, TableActivity, TableSize } from '../../../src/ports/statistics.ts';
import { judged, seen } from '../judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const MiB = 1024 ** 2;

const table = (given: Partial<TableActivity>): TableActivity => ({
  table: 'jobs',
  inserted: 0,
  updated: 0,
  deleted: 0,
  liveRows: 0,
  deadRows: 0,
  sequentialScans: 0,
  indexScans: 0,
  vacuumedAt: null,
  analyzedAt: null,
  ...given,
});

describe('table activity', () => {
  const [jobs, notes] = [table({ inserted: 9000, updated: 3000 }), table({ table: 'notes', inserted: 20_000 })];

  test.each([
    ['without tables', { tables: [], before: [], now }, 'The database has no tables of its own yet.'],
    [
      'at the first look',
      { tables: [notes, jobs], before: [], since: ago(24), now },
      'Most is written to `notes`: 20\u2009000 changes since 2 Nov 2026 (24 days ago). From tomorrow on I can say what a day brings.',
    ],
    [
      'a day later',
      { tables: [notes, jobs], before: [{ subject: 'jobs', at: ago(2), value: 10_000 }], now },
      'Most is written to `jobs`: 1\u2009000 changes a day since the look 48 h ago.',
    ],
    [
      'on a day without work',
      { tables: [jobs], before: [{ subject: 'jobs', at: ago(1), value: 12_000 }], now },
      'Nothing was written to any table since the look 24 h ago.',
    ],
    [
      'after a reset',
      { tables: [jobs], before: [{ subject: 'jobs', at: ago(1), value: 50_000 }], now },
      'The counters of the tables were reset since the last look: what was written meanwhile is not known.',
    ],
  ])('%s', (_, measure, summary) => {
    expect(seen(judged(tableActivity, measure))).toEqual([['ok', summary]]);
  });

  test('a name of a table cannot format or mention', () => {
    const [finding] = judged(tableActivity, { tables: [table({ table: '`<!channel>', inserted: 1 })], before: [], now });

    expect(finding?.summary).toContain("`'&lt;!channel&gt;`");
  });
});

describe('dead rows', () => {
  test.each([
    ['none', {}, [['ok', 'No dead rows in 1 table.']]],
    ['few', { liveRows: 9000, deadRows: 1000 }, [['ok', 'Dead rows are few: at most 10 %, in `jobs` (1\u2009000 rows).']]],
    [
      'many',
      { liveRows: 80_000, deadRows: 20_000, vacuumedAt: ago(3) },
      [['warn', '20 % of the rows of `jobs` are dead (warn 10 %): 20\u2009000 of them, and its last vacuum was 3 days ago.']],
    ],
    [
      'most',
      { liveRows: 10_000, deadRows: 20_000 },
      [['critical', '67 % of the rows of `jobs` are dead (limit 30 %): 20\u2009000 of them, and it was never vacuumed.']],
    ],
  ])('%s', (_, given, expected) => {
    expect(seen(judged(deadRows, { tables: [table(given)], now }))).toEqual(expected);
  });
});

describe('sizes', () => {
  const size = (given: Partial<TableSize>): TableSize => ({ table: 'jobs', rows: 10, totalBytes: 39 * MiB, indexBytes: 9 * MiB, ...given });
  const none = { database: [], tables: [] };
  const week = Array.from({ length: 8 }, (_, day) => ({ subject: '', at: ago(8 - day), value: (78 + day) * MiB }));

  test.each([
    ['without history', none, 'ok', 'The database has 85 MiB in 1 table, its growth is not known yet; the largest: `jobs` 39 MiB.'],
    [
      'with a week of it',
      { database: week, tables: [] },
      'ok',
      'The database has 85 MiB in 1 table, +1 MiB a day; the largest: `jobs` 39 MiB.',
    ],
  ])('%s', (_, past, status, summary) => {
    expect(seen(judged(tableSizes, { databaseBytes: 85 * MiB, tables: [size({})], past }))).toEqual([[status, summary]]);
  });

  test('a database that is too large for dumps is said to be so', () => {
    const [finding] = judged(tableSizes, { databaseBytes: 60 * 1024 * MiB, tables: [], past: none });

    expect(finding).toMatchObject({ status: 'warn', summary: expect.stringContaining('60 GiB in 0 tables (warn 50 GiB)') });
  });

  test('a locked table has an unknown size, which is not zero', () => {
    const found = judged(tableSizes, {
      databaseBytes: MiB,
      tables: [size({ totalBytes: null, indexBytes: null }), size({ table: 'users' })],
      past: none,
    });

    expect(seen(found)[1]).toEqual(['unknown', 'The size of `jobs` is unknown: somebody holds a lock on it.']);
    expect(found[0]?.table?.rows.map(([name]) => name)).toEqual(['users']);
  });

  test('what was measured is kept, but for what could not be', () => {
    const measure = { databaseBytes: MiB, tables: [size({ totalBytes: null }), size({ table: 'users', totalBytes: 5 })], past: none };

    expect(tableSizes.samples?.(measure)).toEqual([
      { metric: 'database-size', subject: '', value: MiB },
      { metric: 'table-size', subject: 'users', value: 5 },
    ]);
  });
});

describe('indexes', () => {
  const index = (given: Partial<IndexUse>): IndexUse => ({
    table: 'domains',
    index: 'idx_a',
    scans: 3,
    bytes: 4 * MiB,
    isUnique: false,
    isValid: true,
    isBound: false,
    supportsForeignKey: false,
    keys: ['root_domain 1 100 0'],
    method: 'btree',
    ...given,
  });
  const summary = (indexes: readonly IndexUse[], since?: Date) => seen(judged(indexUsage, { indexes, now, ...(since && { since }) }));

  test.each<[string, Partial<IndexUse>, string]>([
    ['one that is read', {}, 'no large index is without use'],
    ['a primary key that nobody reads', { scans: 0, isUnique: true, isBound: true }, 'no large index is without use'],
    ['one under a foreign key', { scans: 0, supportsForeignKey: true }, 'no large index is without use'],
    ['a small one', { scans: 0, bytes: 8192 }, 'no large index is without use'],
    ['one that nobody reads', { scans: 0 }, '1 index of 4 MiB was not read since 17 Oct 2026 (40 days ago): worth a look'],
  ])('%s', (_, given, words) => {
    expect(summary([index(given)], ago(40))).toEqual([['ok', expect.stringContaining(words)]]);
  });

  test('what was counted for a few days only is no advice', () => {
    expect(summary([index({ scans: 0 })], ago(3))).toEqual([['ok', expect.stringContaining('which is too short to tell (35 days)')]]);
  });

  test('one that is the beginning of another is covered by it, and of two alike the bound one stays', () => {
    const longer = index({ index: 'idx_b', keys: ['root_domain 1 100 0', 'created_at 2 0 0'] });
    const name = { table: 'users', keys: ['username 1 100 0'] };
    const twins = [index({ ...name, index: 'a_name' }), index({ ...name, index: 'users_username_key', isUnique: true, isBound: true })];

    const found = judged(indexUsage, { indexes: [index({}), longer, ...twins], now });

    expect(found[0]?.evidence).toEqual([
      '`idx_a` is covered by `idx_b` of `domains`',
      '`a_name` is covered by `users_username_key` of `users`',
    ]);
  });

  test('another order, another method and an index over a part of the rows cover nothing', () => {
    const others = [
      index({ index: 'idx_b', keys: ['root_domain 1 100 1', 'x 1 0 0'] }),
      index({ index: 'idx_c', method: 'hash' }),
      { ...index({ index: 'idx_d' }), keys: undefined },
    ].map(({ keys, ...rest }) => ({ ...rest, ...(keys && { keys }) }));

    expect(judged(indexUsage, { indexes: [index({}), ...others], now })[0]?.evidence).toEqual([]);
  });

  test.each([
    ['idx_jobs_ccnew1', 'a rebuild that was cut has left its half'],
    ['idx_jobs', 'building it has failed'],
  ])('%s is invalid', (name, cause) => {
    expect(summary([index({ index: name, isValid: false })])[0]).toEqual(['warn', expect.stringContaining(cause)]);
  });
});

describe('statements', () => {
  const use = (given: Partial<StatementUse>): StatementUse => ({
    text: 'SELECT * FROM jobs WHERE status = $1',
    calls: 1000,
    totalMs: 40_000,
    meanMs: 40,
    rows: 9000,
    hitPercent: 99.5,
    sharePercent: 62,
    ...given,
  });
  const counted = { hidden: 0, dropped: 0, since: ago(3), now };

  test('the costliest is named with its share', () => {
    expect(seen(judged(topQueries, { ...counted, statements: [use({})] }))).toEqual([
      [
        'ok',
        '62 % of the time goes to `SELECT * FROM jobs WHERE status = $1`: 1\u2009000 calls of 40 ms each, since 23 Nov 2026 (3 days ago).',
      ],
    ]);
    expect(seen(judged(topQueries, { ...counted, statements: [] }))[0]?.[1]).toContain('No statement of this database was counted');
  });

  test.each<[string, Partial<StatementUse>, string, string]>([
    ['quick', {}, 'ok', 'No query takes 100 ms on average, since 23 Nov 2026 (3 days ago).'],
    ['slow but called twice', { meanMs: 5000, calls: 2 }, 'ok', 'No query takes 100 ms on average'],
    ['slow', { meanMs: 240 }, 'warn', '`SELECT * FROM jobs WHERE status = $1` takes 240 ms on average (warn 100 ms), 1\u2009000 calls'],
    ['very slow', { meanMs: 2400 }, 'critical', 'takes 2.4 s on average (limit 1 s)'],
  ])('a query that is %s', (_, given, status, words) => {
    expect(seen(judged(slowQueries, { ...counted, statements: [use(given)] }))).toEqual([[status, expect.stringContaining(words)]]);
  });

  test('somebody who asks for those above 30 ms gets them, and no alarm', () => {
    expect(judged(slowQueries, { ...counted, statements: [use({})], aboveMs: 30 })).toMatchObject([
      { status: 'ok', summary: expect.stringContaining('takes 40 ms on average'), table: { rows: [expect.arrayContaining(['40 ms'])] } },
    ]);
  });

  test('what could not be seen is said, and that there is none among the others is no good news', () => {
    const hidden = { ...counted, statements: [], hidden: 12, dropped: 5000 };

    expect(seen(judged(slowQueries, hidden))).toEqual(seen(judged(topQueries, hidden)));
    expect(seen(judged(topQueries, hidden))).toEqual([
      ['unknown', '12 statements are unknown: the bot’s role may not read those of others.'],
      ['warn', 'The server had to forget statements 5\u2009000 times for want of room: the list has holes.'],
    ]);
  });
});

describe('counters', () => {
  const calm: DatabaseCounters & { readonly now: Date } = {
    blocksHit: 999_000,
    blocksRead: 1000,
    committed: 90,
    rolledBack: 10,
    deadlocks: 1,
    temporaryBytes: 0,
    wraparound: { database: 'bigshot', age: 2_000_000 },
    preparedSeconds: 0,
    idleSlots: [],
    now,
  };

  test.each<[string, Partial<typeof calm>, string, string]>([
    [
      'calm',
      {},
      'ok',
      '99.9 % of the blocks were found in memory, 10 % of the transactions were rolled back, 1 deadlock, since the server began to count.',
    ],
    ['idle', { blocksHit: 0, blocksRead: 0, committed: 0, rolledBack: 0, deadlocks: 0 }, 'ok', 'Nothing was read yet, 0 deadlocks'],
    [
      'reading from the disk',
      { blocksRead: 30_000 },
      'warn',
      'Only 97.1 % of the blocks were found in memory since the server began to count (warn 99 %).',
    ],
    ['reading much from the disk', { blocksRead: 300_000 }, 'critical', '(limit 95 %)'],
    ['just started', { blocksHit: 10, blocksRead: 90 }, 'ok', '10 % of the blocks were found in memory'],
    [
      'near the end of its ids',
      { wraparound: { database: 'x', age: 1.2e9 } },
      'warn',
      'The oldest transaction of `x` is 1\u2009200\u2009000\u2009000 transactions old (warn 1\u2009000\u2009000\u2009000)',
    ],
    ['at the end of its ids', { wraparound: { database: 'x', age: 1.6e9 } }, 'critical', 'takes no more writes'],
    [
      'held by a prepared transaction',
      { preparedSeconds: 7200 },
      'warn',
      'A transaction has been prepared for 2 h and not ended (warn 1 h)',
    ],
    ['keeping its log for nobody', { idleSlots: ['standby_1'] }, 'warn', 'Nobody reads the replication slot `standby_1`'],
  ])('a database that is %s', (_, given, status, words) => {
    expect(seen(judged(databaseCounters, { ...calm, ...given }))).toEqual([[status, expect.stringContaining(words)]]);
  });
});

describe('sessions', () => {
  const session = (given: Partial<Session>): Session => ({
    pid: 10,
    user: 'bigshot',
    application: 'backend',
    state: 'active',
    seconds: 1,
    blockedBy: [],
    query: 'SELECT 1',
    ...given,
  });
  const holder = session({ pid: 7, state: 'idle in transaction', seconds: 900, query: 'LOCK TABLE jobs' });
  const between = session({ pid: 8, blockedBy: [7], seconds: 20, query: 'ALTER TABLE jobs ADD x int' });
  const last = session({ pid: 9, blockedBy: [8], seconds: 15 });

  test('nobody waits', () => {
    expect(seen(judged(databaseSessions, [session({})]))).toEqual([
      ['ok', '1 session at work, 0 idle in a transaction, none waits for another.'],
    ]);
  });

  test('a short wait is told and no alarm', () => {
    const found = judged(databaseSessions, [holder, session({ pid: 8, blockedBy: [7], seconds: 2 })]);

    expect(seen(found)).toEqual([['ok', expect.stringContaining('1 session waits for another, not for long')]]);
  });

  test('the one in front of all is found behind those that wait themselves', () => {
    const [finding] = judged(databaseSessions, [holder, between, last]);

    expect(finding).toMatchObject({
      status: 'warn',
      summary:
        '2 sessions wait for a lock, the longest for 20 s (warn 10 s). In front of all of them is session 7 of `bigshot`, idle in transaction for 15 min: `LOCK TABLE jobs`.',
      remedies: [{ kind: 'advice', text: expect.stringContaining('pg_terminate_backend(7)') }],
    });
  });

  test('two that wait for each other end the search', () => {
    const circle = [session({ pid: 8, blockedBy: [9], seconds: 400 }), session({ pid: 9, blockedBy: [8], seconds: 400 })];

    expect(seen(judged(databaseSessions, circle))).toEqual([['critical', expect.stringContaining('Who holds it is not known.')]]);
  });
});
