import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beat, claim, dueRuns, endLeasesOf, insertRun, lostRuns, move, openRunOf, runById } from '../../src/store/runs.ts';
import type { NewRun } from '../../src/store/runs.ts';
import type { Run } from '../../src/core/run.ts';
import { violates } from '../../src/store/store.ts';
import { dana, ops } from '../support/build.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(() => bot.empty());
afterAll(() => bot.close());

const wish = (given: Partial<NewRun> = {}): NewRun => ({
  key: 'k1',
  environment: 'prod',
  kind: 'task',
  subject: 'rebuild',
  input: { house: 'h1' },
  by: dana,
  via: 'slash',
  state: 'requested',
  channel: ops,
  audience: 'channel',
  ...given,
});
async function given(about: Partial<NewRun> = {}): Promise<Run> {
  const run = await insertRun(bot.store, wish(about));
  if (!run) throw new Error('the run was there already');
  return run;
}
const take = (id: number, worker = 'w1') => claim(bot.store, id, 'prod', worker, 30);
const leaseIsOver = () => bot.force("update runs set lease_until = now() - interval '1 second'");

test('of ten workers that claim at once one gets the run', async () => {
  const { id } = await given();

  const claims = await Promise.all(Array.from({ length: 10 }, (_, index) => take(id, `w${index}`)));

  expect(claims.filter((run) => run !== undefined)).toHaveLength(1);
  expect(await runById(bot.store, id)).toMatchObject({ attempt: 1 });
});

test('a claimed run is free again when its lease is over, and then for the next attempt', async () => {
  const { id } = await given();
  await take(id);
  await leaseIsOver();

  expect(await take(id, 'w2')).toMatchObject({ attempt: 2, worker: 'w2' });
});

test.each(['waiting', 'running', 'ended'] as const)('nobody can claim a run that is %s', async (state) => {
  const { id } = await given();
  await move(bot.store, id, ['requested'], { state, ...(state === 'ended' ? { outcome: 'failed' } : {}) });

  expect(await take(id)).toBeUndefined();
});

test('a worker of another environment leaves the run alone', async () => {
  const { id } = await given();

  expect(await claim(bot.store, id, 'staging', 'w1', 30)).toBeUndefined();
  expect(await runById(bot.store, id)).toMatchObject({ attempt: 0, leaseUntil: null });
});

test('a run that is to be looked at later cannot be claimed before', async () => {
  const { id } = await given();
  await move(bot.store, id, ['requested'], { notBefore: new Date(Date.now() + 60_000) });

  expect(await take(id)).toBeUndefined();
  expect(await dueRuns(bot.store)).toEqual([]);
});

test('an interrupted run is claimed for settling, in the same attempt, and only until it is settled', async () => {
  const { id } = await given();
  await take(id);
  await move(bot.store, id, ['requested'], { state: 'interrupted', release: true });

  const claimed = await take(id);
  await move(bot.store, id, ['interrupted'], { settled: 1, release: true });

  expect(claimed).toMatchObject({ state: 'interrupted', attempt: 1 });
  expect(await take(id)).toBeUndefined();
  expect(await dueRuns(bot.store)).toEqual([]);
});

test('a stale attempt cannot write', async () => {
  const { id } = await given();
  await take(id);
  await leaseIsOver();
  await take(id, 'w2');

  expect(await move(bot.store, id, ['requested'], { state: 'ready' }, 1)).toBeUndefined();
  expect(await runById(bot.store, id)).toMatchObject({ state: 'requested' });
});

test('the heartbeat extends the lease of its own attempt and of no other', async () => {
  const { id } = await given();
  const first = await take(id);
  await leaseIsOver();
  const second = await take(id, 'w2');
  if (!first || !second) throw new Error('the run could not be claimed');

  expect(await beat(bot.store, first, 'w1', 30)).toBeUndefined();
  expect(await beat(bot.store, second, 'w2', 30)).toMatchObject({ cancelBy: null });
});

test('the heartbeat brings back that somebody wants it cancelled', async () => {
  const { id } = await given();
  const mine = await take(id);
  await move(bot.store, id, ['requested'], { cancelBy: dana });

  expect(mine && (await beat(bot.store, mine, 'w1', 30))).toMatchObject({ cancelBy: dana });
});

test('a lease that was given back cannot be extended', async () => {
  const { id } = await given();
  const mine = await take(id);
  await move(bot.store, id, ['requested'], { release: true });

  expect(mine && (await beat(bot.store, mine, 'w1', 30))).toBeUndefined();
});

test('a worker that starts anew ends the leases of its former life, and no others', async () => {
  const mine = await given();
  const others = await given({ key: 'k2', input: { house: 'h2' } });
  await take(mine.id, 'w1');
  await take(others.id, 'w2');

  await endLeasesOf(bot.store, 'w1');

  expect((await dueRuns(bot.store)).map(({ id }) => id)).toEqual([mine.id]);
});

test('a running run whose lease is over is lost', async () => {
  const { id } = await given();
  await take(id);
  await move(bot.store, id, ['requested'], { state: 'running' });
  expect(await lostRuns(bot.store)).toEqual([]);

  await leaseIsOver();

  expect((await lostRuns(bot.store)).map((run) => run.id)).toEqual([id]);
});

test('the same task with the same input is open once, whatever the order of its keys', async () => {
  await given({ input: { a: 1, b: 2 } });

  const second = await insertRun(bot.store, wish({ key: 'k2', input: { b: 2, a: 1 } })).catch((error: unknown) => error);

  expect(violates(second, 'runs_one_open')).toBe(true);
  expect(await openRunOf(bot.store, 'prod', 'rebuild', { b: 2, a: 1 })).toMatchObject({ key: 'k1' });
});

test('another input, another environment and an ended one are other runs', async () => {
  const { id } = await given();
  await given({ key: 'k2', input: { house: 'h2' } });
  await given({ key: 'k3', environment: 'staging' });
  await move(bot.store, id, ['requested'], { state: 'ended', outcome: 'failed' });

  expect(await given({ key: 'k4' })).toMatchObject({ state: 'requested' });
});

test('checks and checklists may be open many times', async () => {
  await given({ kind: 'checklist', subject: 'health', state: 'ready' });

  expect(await given({ key: 'k2', kind: 'checklist', subject: 'health', state: 'ready' })).toMatchObject({ state: 'ready' });
});

test('a key that is there already makes no second run', async () => {
  await given();

  expect(await insertRun(bot.store, wish({ input: { house: 'h2' } }))).toBeUndefined();
});

test('a move leaves what it does not name, and empties what it names as null', async () => {
  const { id } = await given({ reason: 'rain' });
  await move(bot.store, id, ['requested'], { why: 'old', held: 'a lock' });

  const moved = await move(bot.store, id, ['requested'], { why: null });

  expect(moved).toMatchObject({ why: null, held: 'a lock', reason: 'rain', state: 'requested' });
});

test('a run cannot end without an outcome', async () => {
  const { id } = await given();

  await expect(move(bot.store, id, ['requested'], { state: 'ended' })).rejects.toThrow('check constraint');
});
