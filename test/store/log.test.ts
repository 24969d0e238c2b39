import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/sql.ts';
import { append, entriesOfRun, recentEntries, rowsOfRunHashRight, verifyChain } from '../../src/store/log.ts';
import type { NewEntry } from '../../src/store/log.ts';
import type { Tx } from '../../src/store/store.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(() => bot.empty());
afterAll(() => bot.close());

const write = (entry: NewEntry) => bot.store.transaction((tx) => append(tx, entry));
const fill = async (rows: number) => {
  for (let row = 1; row <= rows; row += 1)
    await write({ kind: 'note', run: row % 2, environment: 'prod', by: 'U1', body: { text: `note ${row}` } });
};

test.each([
  ['changed', sql`update log set body = '{}' where seq = 1`],
  ['deleted', sql`delete from log where seq = 1`],
  ['emptied', sql`truncate log`],
])('the log cannot be %s', async (_, statement) => {
  await fill(1);

  await expect(bot.store.execute(statement)).rejects.toThrow('the log is append-only');
  expect(await verifyChain(bot.store)).toMatchObject({ rows: 1 });
});

test('an untouched chain is whole', async () => {
  await fill(5);

  const { rows, head, brokenAt } = await verifyChain(bot.store);

  expect({ rows, brokenAt }).toEqual({ rows: 5, brokenAt: undefined });
  expect(head).toMatch(/^[0-9a-f]{64}$/);
});

test('an empty log is whole', async () => {
  expect(await verifyChain(bot.store)).toEqual({ rows: 0, head: '' });
});

test('rows taken off the end leave a whole chain: only its number and its head, noted before, tell of them', async () => {
  await fill(5);
  const before = await verifyChain(bot.store);
  await bot.force('delete from log where seq > 3');
  await fill(2);

  const after = await verifyChain(bot.store);

  expect(after).toMatchObject({ rows: 5 });
  expect(after).not.toHaveProperty('brokenAt');
  expect(after.head).not.toBe(before.head);
});

test.each([
  ['another body', 'update log set body = \'{"text": "other"}\' where seq = 3', 3],
  ['another person', "update log set by = 'U2' where seq = 3", 3],
  ['nobody instead of somebody', 'update log set by = null where seq = 3', 3],
  ['a dash instead of no key', "update log set key = '-' where seq = 3", 3],
  ['another kind', "update log set kind = 'voted' where seq = 3", 3],
  ['another time', "update log set at = at - interval '1 microsecond' where seq = 3", 3],
  ['another run', 'update log set run = 9 where seq = 3', 3],
  ['text moved over the border of two columns', "update log set environment = 'prod|1', run = null where seq = 3", 3],
  ['a row taken out', 'delete from log where seq = 3', 4],
  ['the first row taken out', 'delete from log where seq = 1', 2],
  [
    'two rows exchanged',
    'update log set seq = case seq when 2 then -3 when 3 then -2 end where seq in (2, 3); update log set seq = -seq where seq < 0',
    2,
  ],
  ['a row that was hashed anew', "update log set by = 'U2' where seq = 3; update log set hash = log_hash(log) where seq = 3", 4],
])('tampering is found at the right row: %s', async (_, statement, row) => {
  await fill(5);

  await bot.force(statement);

  const found = await Promise.all([1, 2, 3, 2000].map((rowsAPiece) => verifyChain(bot.store, { rowsAPiece })));
  expect(new Set(found.map(({ brokenAt }) => brokenAt))).toEqual(new Set([row]));
});

test.each([1, 2, 3, 5, 6])('a chain that is read in pieces of %d rows is whole to its end', async (rowsAPiece) => {
  await fill(6);

  const { head } = await verifyChain(bot.store);

  expect(await verifyChain(bot.store, { rowsAPiece })).toEqual({ rows: 6, head });
});

test('of a broken chain it is said how many rows before the break are whole', async () => {
  await fill(6);
  await bot.force("update log set by = 'U2' where seq = 5");

  const found = await Promise.all([1, 3, 4, 2000].map((rowsAPiece) => verifyChain(bot.store, { rowsAPiece })));

  expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(found[0]).toMatchObject({ rows: 4, brokenAt: 5 });
});

test('a row before the first is found', async () => {
  await fill(2);
  await bot.force('insert into log select 0, null, at, environment, run, kind, by, body, prev, hash from log where seq = 1');

  expect(await verifyChain(bot.store)).toMatchObject({ rows: 0, brokenAt: 0 });
});

test('rows that come while the chain is read belong to it', async () => {
  await fill(3);
  let pieces = 0;
  const writing: Tx = {
    ...bot.store,
    async rows(statement, row) {
      const found = await bot.store.rows(statement, row);
      pieces += 1;
      if (pieces === 1) await fill(1);
      return found;
    },
  };

  expect(await verifyChain(writing, { rowsAPiece: 3 })).toMatchObject({ rows: 4 });
});

test('who no longer wants to know ends the reading', async () => {
  await fill(3);

  await expect(verifyChain(bot.store, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
});

test('a run whose rows were changed is told from one whose rows were not', async () => {
  await fill(4);

  await bot.force("update log set by = 'U2' where seq = 3");

  expect(await rowsOfRunHashRight(bot.store, 1)).toBe(false);
  expect(await rowsOfRunHashRight(bot.store, 7)).toBe(true);
});

test('twenty that append at once get numbers without a gap, and one whole chain', async () => {
  const seqs = await Promise.all(Array.from({ length: 20 }, (_, index) => write({ kind: 'note', body: { index } })));

  expect(seqs.toSorted((left, right) => (left ?? 0) - (right ?? 0))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(await verifyChain(bot.store)).toMatchObject({ rows: 20 });
});

test('a transaction that is rolled back leaves no gap', async () => {
  await fill(1);
  const failed = bot.store.transaction(async (tx) => {
    await append(tx, { kind: 'note' });
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');

  const seq = await write({ kind: 'note' });

  expect(seq).toBe(2);
});

test('a key makes a row once, also for ten at the same time', async () => {
  const seqs = await Promise.all(Array.from({ length: 10 }, () => write({ kind: 'note', key: 'once' })));

  expect(seqs.filter((seq) => seq !== undefined)).toEqual([1]);
  expect(await write({ kind: 'note' })).toBe(2);
});

test('text that a database cannot hold is kept without the part that it cannot', async () => {
  await write({ kind: 'note', run: 1, body: { text: 'a\u0000b\uD800c', deep: [{ nul: '\u0000' }] } });

  const [row] = await entriesOfRun(bot.store, 1);

  expect(row?.body).toEqual({ text: 'ab\uFFFDc', deep: [{ nul: '' }] });
});

test('the newest rows come first, within the filter', async () => {
  await fill(6);

  const rows = await recentEntries(bot.store, { environment: 'prod', run: 1, since: new Date(Date.now() - 60_000), limit: 2 });

  expect(rows.map(({ seq }) => seq)).toEqual([5, 3]);
});
