import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { prepareQueueStore } from '../../../src/adapters/queue-store.ts';
import { backends } from './backends.ts';
import type { Backend } from './backends.ts';
import { closedDoor, meanwhile, openHands, patience } from './hands.ts';
import type { Hands } from './hands.ts';

const everySecond = (id: string) => ({ id, cron: '* * * * * *', timezone: 'UTC' });

describe.each(backends)('the queue on %s', (_, isMissing, open) => {
  describe.skipIf(isMissing)('in good weather', () => {
    let backend: Backend;
    let hands: Hands;

    beforeAll(async () => {
      backend = await open();
    });
    beforeEach(() => {
      hands = openHands(backend.store);
    });
    afterEach(() => hands.close());
    afterAll(() => backend.close());

    test('its store is prepared once, however often and however many at once ask for it', async () => {
      await Promise.all([1, 2, 3].map(() => prepareQueueStore(backend.store)));
      await prepareQueueStore(backend.store);

      await hands.work();
      await hands.queues.add('prod', 1, 0);

      await hands.sees(1);
      expect(hands.runs).toEqual([1]);
    });

    test('a run that was added is looked at once, by one of several workers', async () => {
      await Promise.all([hands.work(), hands.work(), hands.work()]);

      await hands.queues.add('prod', 2, 0);
      await hands.sees(1);
      await meanwhile(backend.store);

      expect(hands.runs).toEqual([2]);
    });

    test('the same run and attempt, added again while it waits or is at work, is looked at once', async () => {
      const door = closedDoor();
      await hands.queues.add('prod', 3, 0);
      await hands.queues.add('prod', 3, 0);

      await hands.work({ onRun: () => door.opened });
      await hands.sees(1);
      await hands.queues.add('prod', 3, 0);
      await hands.queues.add('prod', 4, 0);
      await hands.sees(2);

      door.open();
      expect(hands.runs).toEqual([3, 4]);
    });

    test('a job that ended leaves its id free', async () => {
      await hands.work();
      await hands.queues.add('prod', 5, 0);
      await hands.sees(1);

      await addUntil(hands, 5, 2);

      expect(hands.runs).toEqual([5, 5]);
    });

    test('a job that threw is not repeated, is told to the log, and leaves its id free', async () => {
      await hands.work({ onRun: () => Promise.reject(new Error('the roof is leaking')) });
      await hands.queues.add('prod', 6, 0);
      await vi.waitUntil(() => hands.said.some((line) => line.includes('the roof is leaking')), patience);
      expect(hands.runs).toEqual([6]);

      await addUntil(hands, 6, 2);

      expect(hands.runs).toEqual([6, 6]);
    });

    test('ten runs are looked at at once, the eleventh when one of them is done', async () => {
      const door = closedDoor();
      await hands.work({ onRun: () => door.opened });

      for (let run = 11; run <= 21; run += 1) await hands.queues.add('prod', run, 0);
      await hands.sees(10);
      await meanwhile(backend.store);
      expect(hands.runs).toHaveLength(10);
      door.open();

      await hands.sees(11);
    });

    test('closing a worker waits for what is at work; what comes later is for the next one', async () => {
      const door = closedDoor();
      const worker = await hands.work({ onRun: () => door.opened });
      await hands.queues.add('prod', 22, 0);
      await hands.sees(1);

      const closing = worker.close().then(() => 'closed');

      expect(await Promise.race([closing, meanwhile(backend.store).then(() => 'waits')])).toBe('waits');
      door.open();
      expect(await closing).toBe('closed');
      await hands.queues.add('prod', 23, 0);
      await meanwhile(backend.store);
      expect(hands.runs).toEqual([22]);
      await hands.work();
      await hands.sees(2);
    });

    test('a worker does the work of its own environment only', async () => {
      const there: number[] = [];
      await hands.work();

      await hands.queues.add('staging', 24, 0);
      await hands.queues.add('prod', 25, 0);
      await hands.sees(1);
      await hands.work({ environment: 'staging', onRun: (run) => Promise.resolve(void there.push(run)) });
      await hands.sees(2);

      expect(hands.runs).toEqual([25, 24]);
      expect(there).toEqual([24]);
      await expect(hands.queues.add('nowhere', 26, 0)).rejects.toThrow('there is no environment nowhere');
    });

    test('a schedule ticks with its name until a worker starts without it', async () => {
      const first = await hands.work({ schedules: [everySecond('morning'), everySecond('nightly')] });
      await vi.waitUntil(() => new Set(hands.ticks).size === 2, patience);
      await first.close();

      hands.ticks.length = 0;
      const second = await hands.work({ schedules: [everySecond('nightly')] });
      // A tick that was due before it started may still come.
      await vi.waitUntil(() => hands.ticks.filter((schedule) => schedule === 'nightly').length >= 2, patience);
      hands.ticks.length = 0;
      await vi.waitUntil(() => hands.ticks.length >= 2, patience);
      await second.close();
      await hands.work();

      expect(new Set(hands.ticks)).toEqual(new Set(['nightly']));
    });
  });
});

/** As the sweep does: adds the same run and attempt until it is looked at. */
async function addUntil(hands: Hands, run: number, count: number): Promise<void> {
  await vi.waitUntil(
    async () => {
      if (hands.runs.length < count) await hands.queues.add('prod', run, 0);
      return hands.runs.length >= count;
    },
    { ...patience, interval: 50 },
  );
}
