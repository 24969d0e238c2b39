import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { enqueueJob, fillQueue } from './queue.ts';
import { startWorker } from './worker.ts';

/** The platform's job queue at work: jobs come in, and one worker takes them out. */
export interface Queue {
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

const NEW_JOB_EVERY_MS = 20_000;

export async function startQueue(redisUrl: string, redis: Redis, pool: Pool): Promise<Queue> {
  await fillQueue(redis, pool);
  const worker = await startWorker(redisUrl, pool);
  // A database or Redis that is away for a moment costs one job, not the platform.
  const producing = setInterval(() => void enqueueJob(redis, pool).catch(() => undefined), NEW_JOB_EVERY_MS);
  return {
    stopWorker: () => worker.stop(),
    stop: async () => {
      clearInterval(producing);
      await worker.stop();
    },
  };
}
