import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTaker } from '../../src/services/take.ts';
import { alex, dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** One look of a worker at the rows, and all that it took is done. */
async function look(as: Partial<Bot['deps']> = {}): Promise<void> {
  const taker = createTaker({ ...bot.deps, ...as });
  await taker.look();
  await taker.finished();
}

test('what the queue did not bring is taken all the same, after the queue had its time', async () => {
  const id = await bot.ask(dana, 'run morning');

  await look();
  const early = await bot.run(id);
  bot.clock.forward(6000);
  await look();

  expect(early).toMatchObject({ state: 'ready', attempt: 0 });
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded', attempt: 1 });
});

test('a task goes its whole way without the queue, and no further than its votes', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  bot.clock.forward(6000);
  await look();
  const planned = await bot.run(id);
  await look();

  await bot.reactions(id, { white_check_mark: [alex] });
  await look();

  expect(planned).toMatchObject({ state: 'waiting' });
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded' });
});

test('a job that comes from the queue at the same moment finds nothing to do', async () => {
  const id = await bot.ask(dana, 'run morning');
  bot.clock.forward(6000);

  await Promise.all([look(), look({ worker: 'w2' }), bot.work()]);

  expect(await bot.run(id)).toMatchObject({ state: 'ended', attempt: 1 });
  expect(bot.world.acts).toEqual(['weather']);
});

test('runs of another environment are left to its own workers', async () => {
  const id = await bot.ask(dana, 'run morning');
  bot.clock.forward(6000);

  await look({ environment: 'test' });

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a worker that stops takes nothing more', async () => {
  const id = await bot.ask(dana, 'run morning');
  bot.clock.forward(6000);

  await look({ stopping: () => true });

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('no more than ten at a time', async () => {
  const started: (() => void)[] = [];
  bot.world.at.set('weather', () => new Promise((resolve) => started.push(resolve)));
  for (let runs = 0; runs < 12; runs += 1) await bot.ask(dana, 'run morning');
  bot.clock.forward(6000);
  const taker = createTaker(bot.deps);

  await taker.look();
  await expect.poll(() => started.length).toBe(10);
  await taker.look();
  const most = started.length;
  for (const end of started) end();
  await taker.finished();

  expect(most).toBe(10);
});
