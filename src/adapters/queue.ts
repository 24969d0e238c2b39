import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import type { Schedule } from '../core/settings.ts';
import type { RunQueue } from '../services/deps.ts';
import { answered, closed, listening, openQueue, postgresConnection, queueName } from './queue-store.ts';
import type { OpenQueue, QueueStore } from './queue-store.ts';

export interface Queues extends RunQueue {
  close(): Promise<void>;
}

const JobData = z.object({ run: z.number().optional(), schedule: z.string().optional() });

/** A job that ended must leave nothing: a finished id would swallow the next `add` of the same id. */
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

const startLimitMs = 3000;

/** `add` never waits longer than 1.5 s, and never twice at once for the same job: what a store that hangs was told stays little. */
export function createQueues(store: QueueStore, environments: readonly string[], log: Logger): Queues {
  const queues = new Map(environments.map((name) => [name, openQueue(store, name, log)]));
  const hanging = new Set<string>();
  return {
    async add(environment, run, attempt) {
      const jobId = `run-${run}-${attempt}`;
      const queue = queues.get(environment);
      if (!queue) throw new OpsError('queue', `queueing run ${run}: there is no environment ${environment}`, { permanent: true });
      if (hanging.has(jobId)) throw new OpsError('queue', `queueing run ${run}: the store has not answered the last time yet`);
      hanging.add(jobId);
      const adding = queue.waitUntilReady().then(
        () => queue.add('run', { run }, { ...jobOptions, jobId }),
        (cause: unknown) => {
          // BullMQ remembers for ever that a first connection failed.
          if (queues.get(environment) === queue) queues.set(environment, openQueue(store, environment, log));
          void closed(queue, log);
          throw cause;
        },
      );
      await answered(
        adding.finally(() => hanging.delete(jobId)),
        `queueing run ${run}`,
      );
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => closed(queue, log)));
    },
  };
}

export interface WorkerHandle {
  close(): Promise<void>;
}

interface WorkerOptions {
  readonly environment: string;
  readonly schedules: readonly Schedule[];
  readonly onRun: (run: number) => Promise<void>;
  readonly onTick: (schedule: string) => Promise<void>;
  readonly log: Logger;
  /** How long the job of a worker that died stays its own; 15 s unless told. */
  readonly lostAfterMs?: number;
}

/**
 * Ten things at a time; only locks exclude each other. The worker also keeps the schedulers of its environment as configured.
 * A Redis that is away delays the start by 3 s at most; the work begins when it is there.
 */
export async function startQueueWorker(store: QueueStore, options: WorkerOptions): Promise<WorkerHandle> {
  const { environment, schedules, log } = options;
  const worker = listening(openWorker(store, options), log);
  worker.on('failed', (job, err) => log.warn({ job: job?.id, err }, 'job failed'));
  const queue = openQueue(store, environment, log);
  const close = async () => {
    await worker.close();
    await closed(queue, log);
  };
  // BullMQ's loop spins without a pause when its first connection fails, so it is started by hand after that.
  const ready = worker.waitUntilReady().then(async () => {
    worker.run().catch((err: unknown) => log.error({ err }, 'the queue is no longer listened to'));
    await keepSchedulers(queue, schedules);
  });
  try {
    await (store.kind === 'redis' ? Promise.race([ready, sleep(startLimitMs, undefined, { ref: false })]) : ready);
  } catch (cause) {
    await close();
    throw new OpsError('queue', `beginning to listen to the queue of ${environment}`, { cause });
  }
  ready.catch((err: unknown) => log.warn({ err }, 'schedules could not be kept'));
  return { close };
}

function openWorker(store: QueueStore, { environment, onRun, onTick, lostAfterMs = 15_000 }: WorkerOptions) {
  const process = async (job: { readonly data: unknown }) => {
    const { run, schedule } = JobData.parse(job.data);
    if (run !== undefined) await onRun(run);
    if (schedule !== undefined) await onTick(schedule);
  };
  // A stalled job is never repeated by the queue: the sweep decides from the row.
  const options = { autorun: false, concurrency: 10, maxStalledCount: 0, lockDuration: lostAfterMs, stalledInterval: lostAfterMs / 3 };
  return store.kind === 'redis'
    ? new Worker(queueName(environment), process, { connection: { url: store.url, maxRetriesPerRequest: null }, ...options })
    : new Worker(queueName(environment), process, { connection: postgresConnection(store.url), ...options }, createPostgresBackend);
}

async function keepSchedulers(queue: OpenQueue, schedules: readonly Schedule[]): Promise<void> {
  for (const { id, cron, timezone } of schedules) {
    await queue.upsertJobScheduler(
      id,
      { pattern: cron, tz: timezone },
      { name: 'tick', data: { schedule: id }, opts: { removeOnComplete: true, removeOnFail: true } },
    );
  }
  const wanted = new Set(schedules.map(({ id }) => id));
  for (const { key } of await queue.getJobSchedulers()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
}
