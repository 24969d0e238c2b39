import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createQueues } from '../../src/adapters/queue.ts';
import type { Queues } from '../../src/adapters/queue.ts';
import { prepareQueueStore } from '../../src/adapters/queue-store.ts';
import type { QueueStore } from '../../src/adapters/queue-store.ts';
import { startWorker } from '../../src/roles/worker.ts';
import { closedDoor } from '../adapters/queue/hands.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
let queueStore: QueueStore;
let queues: Queues;
beforeAll(async () => {
  bot = await openBot();
  await bot.anew();
  queueStore = { kind: 'postgres', url: bot.url };
  await prepareQueueStore(queueStore);
  queues = createQueues(queueStore, ['prod'], bot.deps.log);
});
afterAll(async () => {
  await queues.close();
  await bot.close();
});

const seenLately = () => bot.force("select name from workers where seen_at > now() - interval '30 seconds'");

test('a worker that stops is there until its work is done, and then no longer', async () => {
  const door = closedDoor();
  bot.world.at.set('dig', () => door.opened);
  const worker = await startWorker({ ...bot.deps, queue: queues }, queueStore);
  await queues.add('prod', await bot.ask(dana, 'run paint'), 0);
  await vi.waitUntil(() => bot.world.acts.includes('dig'), { timeout: 10_000, interval: 20 });

  const stopped = worker.stop();
  await bot.force("update workers set seen_at = now() - interval '1 minute'");
  await vi.waitUntil(async () => (await seenLately()).length > 0, { timeout: 15_000, interval: 100 });
  door.open();
  await stopped;

  expect(await bot.force('select name from workers')).toEqual([]);
  expect(await bot.force('select outcome from runs')).toEqual([{ outcome: 'succeeded' }]);
}, 40_000);
