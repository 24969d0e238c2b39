import { createPostgresBackend, Queue, runMigrations } from 'bullmq';
import pg from 'pg';
import type { Logger } from 'pino';
import { OpsError } from '../core/errors.ts';
import { within } from '../lib/within.ts';

/** Where BullMQ keeps its jobs: Redis where it is given, otherwise the bot's own PostgreSQL. */
export type QueueStore = { readonly kind: 'redis'; readonly url: string } | { readonly kind: 'postgres'; readonly url: string };

/** BullMQ's own tables, beside those of the bot. */
const schema = 'bullmq';

/** A store that answers at all answers in milliseconds. */
const answerLimitMs = 1500;
const closeLimitMs = 1000;

export const queueName = (environment: string) => `bigshot-${environment}`;

/** A job that a power failure swallows is added again by the sweep: nothing of the queue waits for the disk, as the bot's own rows do. */
export const postgresConnection = (url: string) => ({ connectionString: url, schema, options: '-c synchronous_commit=off' });

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

export type OpenQueue = ReturnType<typeof openQueue>;

/** What adds to the queue gives up early: the sweep adds again. */
export function openQueue(store: QueueStore, environment: string, log: Logger) {
  const queue =
    store.kind === 'redis'
      ? new Queue(queueName(environment), {
          connection: { url: store.url, maxRetriesPerRequest: 1, enableOfflineQueue: false, socketTimeout: answerLimitMs },
        })
      : new Queue(
          queueName(environment),
          { connection: { ...postgresConnection(store.url), connectionTimeoutMillis: answerLimitMs, query_timeout: answerLimitMs } },
          createPostgresBackend,
        );
  return listening(queue, log);
}

/** A store that is away does not take leave either. Without the second call a closed queue would go on looking for its Redis. */
export async function closed(queue: OpenQueue, log: Logger): Promise<void> {
  const quiet = (err: unknown) => log.debug({ err }, 'closing the queue');
  await answered(queue.close(), 'closing the queue', closeLimitMs).catch(quiet);
  await answered(queue.disconnect(), 'leaving the queue', closeLimitMs).catch(quiet);
}

/** Without an error listener a lost connection would end the process. */
export function listening<Emitter extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  emitter: Emitter,
  log: Logger,
): Emitter {
  emitter.on('error', (err) => log.warn({ err }, 'queue connection trouble'));
  return emitter;
}

/** Waits for the store, but not for ever. Throws an OpsError that says what was being done. */
export async function answered<Result>(work: Promise<Result>, doing: string, limitMs = answerLimitMs): Promise<Result> {
  try {
    return await within(limitMs, work, () => new OpsError('queue', `${doing}: no answer from the store in ${limitMs / 1000} s`));
  } catch (cause) {
    throw cause instanceof OpsError ? cause : new OpsError('queue', doing, { cause });
  }
}
