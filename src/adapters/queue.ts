import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import type { Schedule } from '../core/settings.ts';
import type { RunQueue } from '../services/deps.ts';

/** Where BullMQ keeps its jobs: Redis where it is given, otherwise the bot's own PostgreSQL. */
export type QueueStore = { readonly kind: 'redis'; readonly url: string } | { readonly kind: 'postgres'; readonly url: string };

export interface Queues extends RunQueue {
  close(): Promise<void>;
}

const schema = 'bullmq';
const JobData = z.object({ run: z.number().optional(), schedule: z.string().optional() });

/** A job that ended must leave nothing: a finished id would swallow the next `add` of the same id. */
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

const queueName = (environment: string) => `bigshot-${environment}`;

/** Brings BullMQ's own tables up to date; does nothing on Redis. */
export async function prepareQueueStore(store: QueueStore): Promise<void> {
  if (store.kind === 'redis') return;
  const client = new pg.Client({ connectionString: store.url });
  client.on('error', () => {}); // the rejection below says it; without a listener it would end the process too
  try {
    await client.connect();
    await runMigrations(client, schema);
  } catch (cause) {
    throw new OpsError('queue', 'preparing the queue in the bot’s own database', { cause });
  } finally {
    await client.end();
  }
}

export function createQueues(store: QueueStore, environments: readonly string[], log: Logger): Queues {
  const queues = new Map(environments.map((name) => [name, listening(openQueue(store, name), log)]));
  return {
    async add(environment, run, attempt) {
      await queues.get(environment)?.add('run', { run }, { ...jobOptions, jobId: `run-${run}-${attempt}` });
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
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
}

/** Ten things at a time; only locks exclude each other. The worker also keeps the schedulers of its environment as configured. */
export async function startQueueWorker(
  store: QueueStore,
  { environment, schedules, onRun, onTick, log }: WorkerOptions,
): Promise<WorkerHandle> {
  const process = async (job: { readonly data: unknown }) => {
    const { run, schedule } = JobData.parse(job.data);
    if (run !== undefined) await onRun(run);
    if (schedule !== undefined) await onTick(schedule);
  };
  // A stalled job is never repeated by the queue: the sweep decides from the row.
  const options = { concurrency: 10, maxStalledCount: 0, lockDuration: 15_000, stalledInterval: 5000 };
  const worker =
    store.kind === 'redis'
      ? new Worker(queueName(environment), process, { connection: { url: store.url, maxRetriesPerRequest: null }, ...options })
      : new Worker(
          queueName(environment),
          process,
          { connection: { connectionString: store.url, schema }, ...options },
          createPostgresBackend,
        );
  listening(worker, log);
  worker.on('failed', (job, err) => log.warn({ job: job?.id, err }, 'job failed'));
  await worker.waitUntilReady();
  await keepSchedulers(store, environment, schedules, log);
  return { close: () => worker.close() };
}

async function keepSchedulers(store: QueueStore, environment: string, schedules: readonly Schedule[], log: Logger): Promise<void> {
  const queue = listening(openQueue(store, environment), log);
  try {
    for (const { id, cron, timezone } of schedules) {
      await queue.upsertJobScheduler(
        id,
        { pattern: cron, tz: timezone },
        { name: 'tick', data: { schedule: id }, opts: { removeOnComplete: true, removeOnFail: true } },
      );
    }
    const wanted = new Set(schedules.map(({ id }) => id));
    for (const { key } of await queue.getJobSchedulers()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
  } finally {
    await queue.close();
  }
}

function openQueue(store: QueueStore, environment: string) {
  return store.kind === 'redis'
    ? new Queue(queueName(environment), { connection: { url: store.url, maxRetriesPerRequest: 1, enableOfflineQueue: false } })
    : new Queue(queueName(environment), { connection: { connectionString: store.url, schema } }, createPostgresBackend);
}

/** Without an error listener a lost connection would end the process. */
function listening<Emitter extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  emitter: Emitter,
  log: Logger,
): Emitter {
  emitter.on('error', (err) => log.warn({ err }, 'queue connection trouble'));
  return emitter;
}
