import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sweep } from '../../src/services/sweep.ts';
import { claim, move } from '../../src/store/runs.ts';
import { alex, dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** Takes the run and dies at once, as often as told. */
async function dieWith(id: number, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await claim(bot.deps.store, id, 'prod', 'w1', 30);
    await move(bot.deps.store, id, ['requested', 'ready'], { state: 'running', started: true });
    await bot.force(
      `insert into log (seq, at, run, kind, prev, hash, body) select coalesce(max(seq), 0) + 1, now(), ${id}, 'started', '', '', '{}' from log`,
    );
    await bot.force("update runs set lease_until = now() - interval '1 second'");
    await bot.sweep();
  }
}
const noWorkers = () => bot.force("update workers set seen_at = now() - interval '1 minute'");
const whispers = () => bot.force("select view, only_for from messages where view = 'no-worker'");

test('a check whose worker died is taken by another', async () => {
  const id = await bot.ask(dana, 'run morning');

  await dieWith(id);
  await bot.work({ worker: 'w2' });

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded', attempt: 2 });
});

test('a check whose worker died three times ends as unknown and not in silence', async () => {
  const id = await bot.ask(dana, 'run morning');

  await dieWith(id, 3);

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'failed', why: expect.stringContaining('third time') });
});

test('a task that only reads, too, and it lets go of its locks', async () => {
  const id = await bot.ask(dana, 'run measure');
  await bot.work();
  await bot.force(
    `update runs set state = 'ready', outcome = null, ended_at = null where id = ${id}; delete from log where kind in ('started', 'ended')`,
  );
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'yard', ${id})`);

  await dieWith(id, 3);

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'failed' });
  expect(await bot.force('select * from locks')).toEqual([]);
});

test('waiting for a lock does not use up the tries of a task', async () => {
  const id = await bot.ask(dana, 'run measure');
  await bot.force('update runs set attempt = 20');

  await dieWith(id);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a check that was to be cancelled when its worker died is cancelled', async () => {
  const id = await bot.ask(dana, 'run morning');
  await claim(bot.deps.store, id, 'prod', 'w1', 30);
  await move(bot.deps.store, id, ['ready'], { state: 'running' });
  await bot.ask(dana, `cancel ${id}`);

  await bot.force("update runs set lease_until = now() - interval '1 second'");
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'cancelled' });
});

test('a destructive task whose worker died waits for a person', async () => {
  const id = await bot.ask(dana, 'run rebuild');

  await dieWith(id);

  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', leaseUntil: null });
  expect(await bot.story(id)).toContain('interrupted');
});

test('a run whose worker lives is left alone', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await claim(bot.deps.store, id, 'prod', 'w1', 30);
  await move(bot.deps.store, id, ['requested'], { state: 'running' });

  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'running', attempt: 1 });
});

test('two sweeps at once move a run once', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await claim(bot.deps.store, id, 'prod', 'w1', 30);
  await move(bot.deps.store, id, ['requested'], { state: 'running' });
  await bot.force("update runs set lease_until = now() - interval '1 second'");

  await Promise.all([sweep(bot.deps), sweep(bot.deps), sweep(bot.deps)]);

  expect((await bot.story(id)).filter((kind) => kind === 'interrupted')).toHaveLength(1);
});

test('a run that the queue lost is told to the workers again', async () => {
  const id = await bot.ask(dana, 'run morning');
  bot.queue.length = 0;

  await bot.sweep();

  expect(bot.queue).toEqual([id]);
});

test('a run that nobody comes for says so after 15 s, once and only to its asker', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await noWorkers();

  await bot.sweep();
  const early = await bot.run(id);
  bot.clock.forward(16_000);
  await bot.sweep();
  await bot.sweep();

  expect(early).toMatchObject({ held: null });
  expect(await bot.run(id)).toMatchObject({ held: 'no worker of prod is alive' });
  expect(await whispers()).toEqual([{ view: 'no-worker', only_for: dana }]);
});

test('a run that nobody takes though a worker is alive says so after 15 s, and no more when it is taken', async () => {
  const id = await bot.ask(dana, 'run morning');

  await bot.sweep();
  const early = await bot.run(id);
  bot.clock.forward(16_000);
  await bot.sweep();
  const late = await bot.run(id);
  await bot.work();

  expect(early).toMatchObject({ held: null });
  expect(late).toMatchObject({ held: 'nobody has taken it yet, though a worker of prod is alive (busy, or stuck)' });
  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded', held: null });
});

test('a task that nobody takes though a worker is alive is told to its asker alone', async () => {
  await bot.ask(dana, 'run rebuild');

  bot.clock.forward(16_000);
  await bot.sweep();
  await bot.sweep();

  expect(await whispers()).toEqual([{ view: 'no-worker', only_for: dana }]);
});

test('what is held for a reason of its own keeps that reason', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await move(bot.deps.store, id, ['requested'], { held: 'run 1 holds the yard' });

  bot.clock.forward(16_000);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ held: 'run 1 holds the yard' });
});

test('a check that nobody took in ten minutes ends as unknown though a worker is alive', async () => {
  const id = await bot.ask(dana, 'run morning');

  bot.clock.forward(11 * 60_000);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'failed', why: expect.stringContaining('nobody has taken it yet') });
});

test('an approved run whose worker went away says so too', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.reactions(id, { white_check_mark: [alex] });
  await noWorkers();

  bot.clock.forward(16_000);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'ready', held: 'no worker of prod is alive' });
});

test('when a worker is back, nothing is said any more and the run goes on', async () => {
  const id = await bot.ask(dana, 'run morning');
  await noWorkers();
  bot.clock.forward(16_000);
  await bot.sweep();

  await bot.force('update workers set seen_at = now()');
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded', held: null });
});

test('a check that no worker took in ten minutes ends as unknown', async () => {
  const id = await bot.ask(dana, 'run morning');
  await noWorkers();

  bot.clock.forward(11 * 60_000);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'failed', why: 'unknown: no worker of prod is alive' });
});

test('an approved run that never came to start is void an hour after its votes closed', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.reactions(id, { white_check_mark: [alex] });

  bot.clock.forward(61 * 60_000);
  await bot.sweep();
  const soon = await bot.run(id);
  bot.clock.forward(60 * 60_000);
  await bot.sweep();

  expect(soon).toMatchObject({ state: 'ready' });
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'expired' });
});

test('a run that has begun does not expire', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.force("update runs set state = 'ready', started_at = now()");

  bot.clock.forward(24 * 60 * 60_000);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});
