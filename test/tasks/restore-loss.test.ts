import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gainInWords, lossInWords, momentOf, rowsLost } from '../../src/tasks/restore/loss.ts';
import { oneSided } from '../../src/tasks/restore/rows.ts';
import { restoreBackup } from '../../src/tasks/restore-backup.ts';
import { swapDatabases } from '../../src/tasks/swap-databases.ts';
import { NO_CLIENTS, hasClients, never, query, quiet } from '../adapters/backups/sample.ts';
import { planned, platform, run, take, type Platform } from './drive.ts';

const words = { lose: 'you lose what was written since:', other: 'the archive' };
const newest = new Date('2026-11-23T20:51:36Z');

test.each([
  ['rows added', { rows: { jobs: 120 }, newer: { jobs: 20 } }, { rows: { jobs: 100 } }, { jobs: 20 }, {}],
  ['rows deleted', { rows: { jobs: 80 }, newer: { jobs: 0 } }, { rows: { jobs: 100 } }, {}, { jobs: 20 }],
  ['more deleted than added', { rows: { jobs: 90 }, newer: { jobs: 10 } }, { rows: { jobs: 100 } }, { jobs: 10 }, { jobs: 20 }],
  ['rows added with an old date', { rows: { jobs: 120 }, newer: { jobs: 5 } }, { rows: { jobs: 100 } }, { jobs: 20 }, {}],
  ['a table without dates', { rows: { tags: 90 }, newer: {} }, { rows: { tags: 100 } }, {}, { tags: 10 }],
  ['a table that is new', { rows: { tags: 9 }, newer: { tags: 3 } }, { rows: {} }, { tags: 9 }, {}],
  ['both went on', { rows: { jobs: 105 }, newer: { jobs: 5 } }, { rows: { jobs: 87 }, newer: { jobs: 17 } }, { jobs: 35 }, { jobs: 17 }],
])('%s: what is lost one way comes back the other way', (_, here, there, lost, back) => {
  expect(rowsLost(here, there)).toEqual(lost);
  expect(rowsLost(there, here)).toEqual(back);
});

test.each([
  [{ jobs: 17, domains: 3 }, { jobs: 17, domains: 2 }, `${words.lose} 17 jobs, 3 domains (newest 2026-11-23 20:51 UTC)`],
  [{ jobs: 17, tags: 12 }, { jobs: 17 }, `${words.lose} 17 jobs (newest 2026-11-23 20:51 UTC), and 12 tags more than in the archive`],
  [{ tags: 12 }, { jobs: 0 }, `${words.lose} 12 tags more than in the archive`],
  [{}, { jobs: 0 }, 'nothing was written since (by created_at); changes to older rows are lost too'],
  [{}, {}, 'no table has more rows now than the archive; changes to rows are lost'],
])('a loss of %o, of which %o are dated, is said in one sentence with one time', (lost, newer, said) => {
  expect(lossInWords(lost, { rows: {}, newer, newest }, words)).toBe(said);
});

test('of hundreds of tables the largest are named, and the others told by their sum and their largest, so that people can read it', () => {
  const lost = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a_rather_long_name_of_a_table_${index}`, 300 - index]));
  const here = { rows: { ...lost, jobs: 1 }, newer: lost, newest };

  const loss = lossInWords(lost, here, words);
  const [gain = ''] = gainInWords(lost);

  const [, named = '', rest = '', tables = '', most = ''] =
    /: (.*), ([\d\u2009]+) rows in (\d+) other tables with at most (\d+) in each \(newest/.exec(loss) ?? [];
  expect(named.split(', ')).toHaveLength(300 - Number(tables));
  expect(Number(most)).toBe(Number(tables));
  expect(Number(rest.replaceAll('\u2009', ''))).toBe((Number(tables) * (Number(tables) + 1)) / 2);
  expect(loss.length).toBeLessThan(2600);
  expect(gain.length).toBeLessThan(700);
});

test('of hundreds of tables that only one side has, those that do not fit are counted', () => {
  const there = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`table_${index}`, 0]));

  const [said = ''] = oneSided({}, there, 'the archive');

  expect(said).toMatch(/^only in the archive: table_0, table_1, .* and \d+ others$/);
  expect(said.length).toBeLessThan(400);
});

test('the moment is that of the newest row, but a row from the future does not hide what came after the archive', () => {
  const takenAt = new Date('2026-11-22T23:00:00Z');
  const before = new Date('2026-11-22T22:58:00Z');

  expect(momentOf({ newest: before }, takenAt)).toEqual(before);
  expect(momentOf({ newest }, takenAt)).toEqual(takenAt);
  expect(momentOf({}, takenAt)).toEqual(takenAt);
});

describe.skipIf(!hasClients)(`the numbers of a loss${hasClients ? '' : NO_CLIENTS}`, () => {
  let at: Platform;
  const factsAbout = (facts: readonly string[]) => facts.filter((fact) => /lose|written|come back/.test(fact));
  const write = (rows: number, time: string) =>
    query(
      at.url,
      `INSERT INTO jobs (type, status, created_at) SELECT 'late', 'pending', '2026-11-23 ${time}' FROM generate_series(1, ${rows})`,
    );

  beforeAll(async () => {
    at = await platform();
    await at.ports.backups.create('base', quiet, never);
    await at.freeze();
  });
  afterEach(() => at.reset());
  afterAll(() => at.end());

  test('new rows are seen although more old ones were deleted, and the other way round', async () => {
    await query(at.url, 'DELETE FROM jobs WHERE id > 1000 AND id <= 2305');
    await write(17, '20:51');
    const there = await planned(restoreBackup, at, { backup: 'base' }, 482);
    await run(restoreBackup, at, { backup: 'base' }, 482);
    await write(5, '21:00');

    const back = await planned(swapDatabases, at, { serve: `${at.live}_before_482` }, 483);

    expect(factsAbout(there.facts)).toEqual([
      'you lose what was written since: 17 jobs (newest 2026-11-23 20:51 UTC)',
      'these come back: 1\u2009305 jobs',
    ]);
    expect(there.work.lost).toEqual({ jobs: 17 });
    expect(back.work.lost).toEqual({ jobs: 1310 });
    expect(factsAbout(back.facts)).toEqual(['you lose 1\u2009310 jobs (newest 2026-11-23 21:00 UTC)', 'these come back: 17 jobs']);
  });

  test('nothing written is said as such, and rows without a date are told by their number', async () => {
    const { facts } = await planned(restoreBackup, at, { backup: 'base' }, 482);
    await query(at.url, "INSERT INTO notes (job_id, body) SELECT 5, 'late' FROM generate_series(1, 12)");

    const more = await planned(restoreBackup, at, { backup: 'base' }, 482);

    expect(factsAbout(facts)).toEqual(['nothing was written since (by created_at); changes to older rows are lost too']);
    expect(factsAbout(more.facts)).toEqual(['you lose what was written since: 12 notes more than in the archive']);
  });

  test('deleting rows does not hide that more would be lost than was approved', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'base' }, 482);
    await query(at.url, 'DELETE FROM jobs WHERE id > 1000');
    await write(101, '20:51');

    expect(await restoreBackup.stale(at.look(482), work, [])).toBe('by now 101 rows of jobs would be lost, 0 were approved');
  });

  test('an undo that lost more than was approved since is stale as well, though rows were deleted', async () => {
    await write(17, '20:51');
    await run(restoreBackup, at, { backup: 'base' }, 482);
    const { work } = await planned(swapDatabases, at, { serve: `${at.live}_before_482` }, 483);
    await query(at.url, 'DELETE FROM jobs WHERE id > 2900');
    await write(101, '21:00');

    const stale = await swapDatabases.stale(at.look(483), work, []);

    expect(stale).toBe('by now 101 rows of jobs would be lost, 0 were approved');
  });

  test('rows that are written while the archive loads end it in front of the swap, and the old data serve', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'base' }, 482);
    await take(restoreBackup, at, work, 482, 'compare');
    await write(60_000, '20:51');

    const going = take(restoreBackup, at, work, 482);

    await expect(going).rejects.toThrow(
      'by now 60\u2009000 rows of jobs would be lost, 0 were approved; nothing was swapped, ask for it again to see the new numbers',
    );
    await restoreBackup.cleanUp?.(at.act(482), work);
    expect(await restoreBackup.verify(at.look(482), work)).toMatchObject([{ status: 'ok', summary: expect.stringContaining('is gone') }]);
    expect(await at.rows('jobs')).toBe(63_000);
  });

  test('the receipt says how many rows are only in what was put aside, those included that nobody was asked about', async () => {
    await write(17, '20:51');
    const { work } = await planned(restoreBackup, at, { backup: 'base' }, 482);
    await write(80, '20:52');

    await take(restoreBackup, at, work, 482);

    const [receipt] = await restoreBackup.verify(at.look(482), work);
    expect(receipt?.summary).toMatch(/the data before it are kept as `.*_before_482`, and only there: 97 jobs\.$/);
  });

  test('rows that are written after an undo was approved end it in front of the swap', async () => {
    await run(restoreBackup, at, { backup: 'base' }, 482);
    const { work } = await planned(swapDatabases, at, { serve: `${at.live}_before_482` }, 483);
    await write(101, '21:00');

    await expect(take(swapDatabases, at, work, 483)).rejects.toThrow('by now 101 rows of jobs would be lost, 0 were approved');

    expect(await at.rows('jobs')).toBe(3101);
  });
});
