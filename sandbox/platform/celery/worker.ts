import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { acknowledge, QUEUE, takeJob, type QueuedJob } from './queue.ts';
import { connectRedis } from './redis.ts';
import { answerRemoteControl, type Methods } from './remote-control.ts';

/** A stand-in for one Celery worker; a stopped one falls silent and leaves the queue to grow. */
export interface CeleryWorker {
  readonly name: string;
  stop(): Promise<void>;
}

interface Active extends QueuedJob {
  readonly since: Date;
}

const TAKE_EVERY_MS = 20_000;
const WORK_MS = 2500;

/** Starts a worker that takes a job now and then, completes its row in the database and answers Celery's remote control. */
export async function startWorker(redisUrl: string, pool: Pool): Promise<CeleryWorker> {
  const name = `celery@${hostname()}`;
  const redis = connectRedis(redisUrl);
  const listening = connectRedis(redisUrl);
  const active = new Map<string, Active>();
  const stopping = new AbortController();
  await answerRemoteControl(listening, redis, name, methodsOf(name, active, new Date()));
  const work = keepWorking(redis, pool, active, stopping.signal);
  return {
    name,
    stop: async () => {
      stopping.abort();
      await work;
      listening.disconnect();
      redis.disconnect();
    },
  };
}

async function keepWorking(redis: Redis, pool: Pool, active: Map<string, Active>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A database that was swapped or a Redis that is away fails one round; the next one looks again.
    await workOnce(redis, pool, active, signal).catch(() => undefined);
    await sleep(TAKE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function workOnce(redis: Redis, pool: Pool, active: Map<string, Active>, signal: AbortSignal): Promise<void> {
  const job = await takeJob(redis);
  if (!job) return;
  active.set(job.taskId, { ...job, since: new Date() });
  try {
    await pool.query(`UPDATE jobs SET status = 'running', progress = 10 WHERE id = $1`, [job.jobId]);
    await sleep(WORK_MS, undefined, { signal }).catch(() => undefined);
    await pool.query(`UPDATE jobs SET status = 'completed', progress = 100, result = '{"domains_found": 3}' WHERE id = $1`, [job.jobId]);
    await acknowledge(redis, job);
  } finally {
    active.delete(job.taskId);
  }
}

function methodsOf(name: string, active: ReadonlyMap<string, Active>, since: Date): Methods {
  return {
    ping: () => ({ ok: 'pong' }),
    active: () => [...active.values()].map((job) => described(job, name)),
    reserved: () => [],
    scheduled: () => [],
    revoked: () => [],
    registered: () => ['cleanup_old_domains', 'deduplicate_domains', 'enumerate_domains', 'enumerate_single_domain', 'normalize_domains'],
    active_queues: () => [{ name: QUEUE, exchange: { name: QUEUE, type: 'direct' }, routing_key: QUEUE, durable: true }],
    stats: () => ({
      total: {},
      pid: process.pid,
      clock: '1',
      uptime: Math.floor((Date.now() - since.getTime()) / 1000),
      pool: { implementation: 'celery.concurrency.prefork:TaskPool', 'max-concurrency': 2, processes: [process.pid] },
      prefetch_count: 8,
    }),
  };
}

function described({ taskId, task, jobId, deliveryTag, since }: Active, worker: string): object {
  return {
    id: taskId,
    name: task,
    args: [jobId],
    kwargs: {},
    type: task,
    hostname: worker,
    time_start: since.getTime() / 1000,
    acknowledged: false,
    delivery_info: { exchange: '', routing_key: QUEUE, priority: 0, redelivered: false, delivery_tag: deliveryTag },
    worker_pid: process.pid,
  };
}
