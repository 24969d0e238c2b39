import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { enqueueJob, fillQueue } from './queue.ts';
import { startWorker } from './worker.ts';

/** The platform's job queue at work: jobs come in, and one worker takes them out, unless there is another one. */
export interface Queue {
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

const NEW_JOB_EVERY_MS = 20_000;

interface QueueParts {
  readonly redisUrl: string;
  readonly redis: Redis;
  readonly pool: Pool;
  readonly hasWorker: boolean;
}

export async function startQueue({ redisUrl, redis, pool, hasWorker }: QueueParts): Promise<Queue> {
  await fillQueue(redis, pool);
  const worker = hasWorker ? await startWorker(redisUrl, pool) : undefined;
  // A database or Redis that is away for a moment costs one job, not the platform.
  const producing = setInterval(() => void enqueueJob(redis, pool).catch(() => undefined), NEW_JOB_EVERY_MS);
  return {
    stopWorker: async () => worker?.stop(),
    stop: async () => {
      clearInterval(producing);
      await worker?.stop();
    },
  };
}
