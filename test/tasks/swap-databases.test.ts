import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { swapDatabases } from '../../src/tasks/swap-databases.ts';
import { never, query } from '../adapters/backups/sample.ts';
import { planned, platform, run, take, type Platform } from './drive.ts';

let at: Platform;

beforeAll(async () => {
  at = await platform();
  await at.freeze();
});
afterEach(() => at.reset());
afterAll(() => at.end());

/** The state after a restore by run 482: the old data aside, other data in service. */
async function afterRestore(): Promise<string> {
  const names = { serve: `${at.live}_scratch_482`, as: at.live, keep: `${at.live}_before_482` };
  await at.ports.database.recreate(names.serve, at.live, never);
  const scratch = new URL(at.url);
  scratch.pathname = `/${names.serve}`;
  await query(
    scratch.href,
    "CREATE TABLE jobs AS SELECT n AS id, timestamp '2026-11-23 10:01' AS created_at FROM generate_series(1, 3100) n",
  );
  await at.ports.database.swap(names, never);
  return names.keep;
}

test('the plan says exactly which rows are won and lost, though the kept database is closed', async () => {
  const serve = await afterRestore();

  const { facts, summary, work } = await planned(swapDatabases, at, { serve }, 483);

  expect(summary).toBe(`\`${serve}\` serves again as \`${at.live}\``);
  expect(facts.slice(0, 2)).toEqual([
    'you lose 3\u2009100 jobs (newest 2026-11-23 10:01 UTC)',
    'these come back: 3\u2009000 jobs, 1\u2009000 domains, 20 users, 4 notes, 2 archive.Old jobs',
  ]);
  expect(work).toMatchObject({ serve, live: at.live, kept: `${at.live}_before_483`, lost: { jobs: 3100 } });
  expect(await at.ports.database.existing([serve], never)).toMatchObject({ [serve]: { allowsConnections: false } });
});

test('it swaps back, and names itself as its undo', async () => {
  const serve = await afterRestore();
  const { work } = await planned(swapDatabases, at, { serve }, 483);

  const receipt = await run(swapDatabases, at, { serve }, 483);
  const undo = 'undo' in swapDatabases ? swapDatabases.undo?.(work) : undefined;

  expect(receipt).toMatchObject([{ status: 'ok', summary: expect.stringContaining('3\u2009000 jobs') }]);
  expect(await at.rows('jobs')).toBe(3000);
  expect(undo).toEqual({ kind: 'ask', task: 'swap-databases', input: { serve: `${at.live}_before_483` } });
});

test('more lost than approved makes it stale, after the swap nothing does', async () => {
  const serve = await afterRestore();
  const { work } = await planned(swapDatabases, at, { serve }, 483);
  await query(at.url, 'INSERT INTO jobs SELECT n, now() FROM generate_series(5000, 5162) n');

  const stale = await swapDatabases.stale(at.look(483), work, []);
  await take(swapDatabases, at, (await planned(swapDatabases, at, { serve }, 483)).work, 483);

  expect(stale).toBe('by now 3\u2009263 rows of jobs would be lost, 3\u2009100 were approved');
  expect(await swapDatabases.stale(at.look(483), work, ['stop'])).toBeUndefined();
});

test('dead in front of the swap and abandoned: it serves what it served, and nothing is thrown away', async () => {
  const serve = await afterRestore();
  const { work } = await planned(swapDatabases, at, { serve }, 483);
  await take(swapDatabases, at, work, 483, 'swap');

  await swapDatabases.settle?.(at.act(483), work);
  await swapDatabases.cleanUp?.(at.act(483), work);

  expect(await swapDatabases.verify(at.look(483), work)).toMatchObject([
    { status: 'ok', summary: expect.stringContaining('is still aside') },
  ]);
  expect(await at.rows('jobs')).toBe(3100);
});

test('a database that was not kept, or is gone, is impossible; another form of name is no input', async () => {
  await expect(planned(swapDatabases, at, { serve: 'other_before_1' }, 483)).rejects.toThrow('was not kept from');
  await expect(planned(swapDatabases, at, { serve: `${at.live}_before_1` }, 483)).rejects.toThrow(
    `There is no database \`${at.live}_before_1\`: nothing was put aside under this name, or it is gone by now.`,
  );
  expect(swapDatabases.input.safeParse({ serve: 'postgres' }).success).toBe(false);
});
