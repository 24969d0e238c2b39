import pino from 'pino';
import { vi } from 'vitest';
import { createQueues, startQueueWorker } from '../../../src/adapters/queue.ts';
import type { Queues, WorkerHandle } from '../../../src/adapters/queue.ts';
import type { QueueStore } from '../../../src/adapters/queue-store.ts';
import { patienceSeconds } from '../../support/patience.ts';

export const patience = { timeout: patienceSeconds * 1000, interval: 10 };

type WorkerOptions = Parameters<typeof startQueueWorker>[1];

/** A queue with its workers, and all that they were told. */
export interface Hands {
  readonly queues: Queues;
  readonly runs: number[];
  readonly ticks: string[];
  /** Messages of the log. */
  readonly said: string[];
  work(options?: Partial<WorkerOptions>): Promise<WorkerHandle>;
  /** Waits until the workers were told of so many runs. */
  sees(count: number): Promise<void>;
  close(): Promise<void>;
}

export function openHands(store: QueueStore): Hands {
  const runs: number[] = [];
  const ticks: string[] = [];
  const said: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) });
  const queues = createQueues(store, ['prod', 'staging', 'elsewhere'], log);
  const workers: WorkerHandle[] = [];
  return {
    queues,
    runs,
    ticks,
    said,
    async work(options = {}) {
      const worker = await startQueueWorker(store, {
        environment: 'prod',
        schedules: [],
        log,
        onTick: (schedule) => Promise.resolve(void ticks.push(schedule)),
        ...options,
        async onRun(run) {
          runs.push(run);
          await options.onRun?.(run);
        },
      });
      workers.push(worker);
      return worker;
    },
    sees: (count) => vi.waitUntil(() => runs.length >= count, patience).then(() => undefined),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await queues.close();
    },
  };
}

/**
 * As long as a worker of another environment takes for ten jobs, one after the other: what the workers of this one
 * were to do meanwhile, and did not, they do not do.
 */
export async function meanwhile(store: QueueStore): Promise<void> {
  const others = openHands(store);
  await others.work({ environment: 'elsewhere' });
  for (let run = 1; run <= 10; run += 1) {
    await others.queues.add('elsewhere', run, 0);
    await others.sees(run);
  }
  await others.close();
}

/** What a job may wait at until the test lets it go on. */
export function closedDoor(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
