import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Cancelled, keepLease, LeaseLost } from '../../src/services/lease.ts';
import { lookAt } from '../../src/services/work.ts';
import { claim } from '../../src/store/runs.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const aborted = (signal: AbortSignal) => new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

test('the heartbeat extends the lease, and brings back a cancellation or that the run is lost', async () => {
  const ids = [await bot.ask(dana, 'run paint'), await bot.ask(dana, 'run rebuild'), await bot.ask(dana, 'run measure')];
  const runs = await Promise.all(ids.map((id) => claim(bot.deps.store, id, 'prod', 'w1', 10)));
  const leases = runs.flatMap((run) => (run ? [keepLease(bot.deps, run, 'w1')] : []));
  await bot.force(`update runs set cancel_by = '${dana}' where id = ${ids[0] ?? 0}`);
  await bot.force(`update runs set worker = 'w2', attempt = attempt + 1 where id = ${ids[1] ?? 0}`);

  const reasons = await Promise.all(leases.slice(0, 2).map(({ signal }) => aborted(signal)));
  // Their heartbeats are not one: the third may come a little later.
  const left = `select extract(epoch from lease_until - now())::float8 as seconds from runs where id = ${ids[2] ?? 0}`;
  await expect.poll(async () => (await bot.force(left))[0]?.['seconds']).toBeGreaterThan(20);
  leases.forEach((lease) => lease.stop());

  expect(reasons[0]).toBeInstanceOf(Cancelled);
  expect(reasons[1]).toBeInstanceOf(LeaseLost);
  expect(leases[2]?.signal.aborted).toBe(false);
});

test('runs that want the same locks at once take turns, and nobody keeps a part of them', async () => {
  for (let round = 1; round <= 5; round += 1) {
    const ids = [await bot.ask(dana, 'run paint'), await bot.ask(dana, 'run measure')];
    await bot.work({ queue: { add: () => Promise.resolve() } });

    await Promise.all(ids.map((id) => lookAt(bot.deps, id)));
    const held = await bot.force("select distinct run from locks join runs on runs.id = run where state = 'ready'");
    for (let again = 1; again <= 2; again += 1) {
      await bot.sweep();
      await bot.work();
    }

    expect(held).toEqual([]);
    expect((await Promise.all(ids.map((id) => bot.run(id)))).map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    expect(await bot.force('select * from locks')).toEqual([]);
  }
});
