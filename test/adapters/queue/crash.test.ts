import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { backends } from './backends.ts';
import type { Backend } from './backends.ts';
import { meanwhile, openHands, patience } from './hands.ts';
import type { Hands } from './hands.ts';

const lostAfterMs = 1200;

describe.each(backends)('the queue on %s', (_, isMissing, open) => {
  describe.skipIf(isMissing)('when a worker is killed with -9 in the middle of a job', () => {
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

    test('the run is not looked at again by the queue; adding it, as the sweep does, works', async () => {
      await hands.queues.add('prod', 1, 0);
      await killAt(backend, 'run 1');

      await hands.work({ lostAfterMs });
      await hands.queues.add('prod', 1, 1);
      await hands.sees(1);
      await vi.waitUntil(() => hands.said.some((line) => line.includes('job failed')), patience);
      await meanwhile(backend.store);
      expect(hands.runs, 'the next attempt was added and has an id of its own; the cut job ends as failed').toEqual([1]);

      await hands.queues.add('prod', 1, 0);
      await hands.sees(2);
      expect(hands.runs).toEqual([1, 1]);
    });

    test('a tick runs again, which its key makes harmless, and the schedule goes on', async () => {
      const cron = '* * * * * *';
      await killAt(backend, 'tick morning', cron);

      await hands.work({ lostAfterMs, schedules: [{ id: 'morning', cron, timezone: 'UTC' }] });

      await vi.waitUntil(() => hands.ticks.length >= 3, patience);
      expect(new Set(hands.ticks)).toEqual(new Set(['morning']));
    });
  });
});

/** A worker in a process of its own, killed when it says that it began with this. */
async function killAt({ store }: Backend, what: string, cron?: string): Promise<void> {
  const settings = { KIND: store.kind, URL: store.url, LOST_AFTER_MS: String(lostAfterMs), ...(cron === undefined ? {} : { CRON: cron }) };
  const victim = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./victim.ts', import.meta.url))], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(victim, 'exit');
  const [said] = await once(victim.stdout, 'data');
  expect(String(said).trim()).toBe(what);
  victim.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
}
