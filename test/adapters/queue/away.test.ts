import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { inTime } from '../../support/in-time.ts';
import { backends } from './backends.ts';
import type { Backend } from './backends.ts';
import { openHands, patience } from './hands.ts';
import type { Hands } from './hands.ts';

/** What the queue itself waits for an answer, and for each leave that it takes. */
const answerLimitMs = 1500;
const closeLimitMs = 1000;
const roomMs = 500;

describe.each(backends)('the queue on %s', (_, isMissing, open) => {
  describe.skipIf(isMissing)('in bad weather', () => {
    let backend: Backend;
    let hands: Hands;

    beforeAll(async () => {
      backend = await open();
    });
    beforeEach(() => {
      hands = openHands(backend.store);
    });
    afterEach(async () => {
      backend.wire.mend();
      await hands.close();
    });
    afterAll(() => backend.close());

    test('a crash of the store costs nothing but time: the workers are told again of what is added again', async () => {
      await hands.work();
      await hands.queues.add('prod', 1, 0);
      await hands.sees(1);

      await backend.crash();

      await addUntil(hands, 2);
      expect(new Set(hands.runs)).toEqual(new Set([1, 2]));
    });

    test('with the connection lost, adding fails at once and works again after it', async () => {
      await hands.work();
      await hands.queues.add('prod', 3, 0);
      await hands.sees(1);

      backend.wire.cut();
      await vi.waitUntil(() => hands.said.some((line) => line.includes('queue connection trouble')), patience);
      const why = await inTime(answerLimitMs + roomMs, refused(hands, 4));
      backend.wire.mend();

      expect(why).toContain('queueing run 4');
      await addUntil(hands, 4);
    });

    test('with a store that hangs, adding fails within 2 s, however often it is tried, and leaves nothing behind', async () => {
      await hands.queues.add('prod', 5, 0);

      backend.wire.freeze();
      const tries = await inTime(answerLimitMs + roomMs, Promise.all(Array.from({ length: 50 }, () => refused(hands, 6))));
      backend.wire.mend();

      expect(tries.filter((why) => why.includes('no answer from the store in 1.5 s'))).toHaveLength(1);
      expect(tries.filter((why) => why.includes('has not answered the last time yet'))).toHaveLength(49);
      await hands.work();
      await addUntil(hands, 6);
      expect(hands.runs.filter((run) => run === 5)).toEqual([5]);
    });

    test('a queue that was made while the store hangs does not stay broken', async () => {
      backend.wire.freeze();
      const made = openHands(backend.store);
      await refused(made, 7);

      backend.wire.mend();

      await made.work();
      await addUntil(made, 7);
      await made.close();
      expect(made.runs).toContain(7);
    });

    test('a worker that starts while the store is away does not stay away', async () => {
      backend.wire.cut();
      const starting = hands.work().then(
        () => 'started',
        () => 'refused',
      );

      // A Redis may be away while the rest of the bot has its store; where the queue lives in that store, nothing could run.
      expect(await starting).toBe(backend.store.kind === 'redis' ? 'started' : 'refused');

      backend.wire.mend();
      if ((await starting) === 'refused') await hands.work();
      await addUntil(hands, 9);
    });

    test('what hangs does not keep the process from stopping', async () => {
      await hands.queues.add('prod', 8, 0);
      backend.wire.freeze();

      // It takes leave twice: from the queue and from its connection.
      await expect(inTime(2 * closeLimitMs + roomMs, hands.queues.close())).resolves.toBeUndefined();
    });
  });
});

/** Why adding was refused. */
async function refused(hands: Hands, run: number): Promise<string> {
  const why = await hands.queues.add('prod', run, 0).then(() => 'it was added', String);
  expect(why).toMatch(/queueing run/);
  return why;
}

/** As the sweep does: adds a run until it is looked at. */
async function addUntil(hands: Hands, run: number): Promise<void> {
  await vi.waitUntil(
    async () => {
      if (!hands.runs.includes(run)) await hands.queues.add('prod', run, 0).catch(() => undefined);
      return hands.runs.includes(run);
    },
    { ...patience, interval: 200 },
  );
}
