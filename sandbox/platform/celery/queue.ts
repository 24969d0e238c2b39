import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { z } from 'zod';
import { binding, pack, unpack } from './kombu.ts';

/** The one queue in which everything lands, whatever the platform's routes say. */
export const QUEUE = 'celery';

/** A job as the worker takes it out of the queue. */
export interface QueuedJob {
  readonly text: string;
  readonly deliveryTag: string;
  readonly taskId: string;
  readonly task: string;
  readonly jobId: number;
}

const Headers = z.object({ id: z.string(), task: z.string() });
const Body = z.tuple([z.tuple([z.number()], z.unknown()), z.unknown(), z.unknown()]);
const WAITING = 5;

/** Declares the queue and puts a handful of jobs into it, unless there are some from the last time. */
export async function fillQueue(redis: Redis, pool: Pool): Promise<void> {
  await redis.sadd('_kombu.binding.celery', binding(QUEUE, QUEUE));
  for (let waiting = await redis.llen(QUEUE); waiting < WAITING; waiting += 1) await enqueueJob(redis, pool);
}

/** What the platform's API does for a new job: a row, and a message that names it. */
export async function enqueueJob(redis: Redis, pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: number; domain: string }>(
    `INSERT INTO jobs (type, domain, status, progress) VALUES ('enumerate_domains', 'example' || floor(random() * 613) || '.test', 'pending', 0)
     RETURNING id, domain`,
  );
  const [job] = rows;
  if (job) await redis.lpush(QUEUE, message(job.id, job.domain));
}

/** Takes the oldest job out of the queue and notes it as not yet acknowledged; undefined when too few are waiting. */
export async function takeJob(redis: Redis): Promise<QueuedJob | undefined> {
  if ((await redis.llen(QUEUE)) < WAITING) return undefined;
  const text = await redis.rpop(QUEUE);
  if (text === null) return undefined;
  const { body, headers, deliveryTag } = unpack(text);
  await redis.hset('unacked', deliveryTag, JSON.stringify([JSON.parse(text), '', QUEUE]));
  await redis.zadd('unacked_index', Date.now() / 1000, deliveryTag);
  const { id, task } = Headers.parse(headers);
  return { text, deliveryTag, taskId: id, task, jobId: Body.parse(body)[0][0] };
}

/** Says that a job is done, so that nobody gets it again. */
export async function acknowledge(redis: Redis, { deliveryTag }: QueuedJob): Promise<void> {
  await redis.zrem('unacked_index', deliveryTag);
  await redis.hdel('unacked', deliveryTag);
}

function message(jobId: number, domain: string): string {
  const id = randomUUID();
  return pack({
    body: [[jobId, domain], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
    headers: {
      lang: 'py',
      task: 'enumerate_domains',
      id,
      shadow: null,
      eta: null,
      expires: null,
      group: null,
      group_index: null,
      retries: 0,
      timelimit: [null, null],
      root_id: id,
      parent_id: null,
      argsrepr: `(${jobId}, '${domain}')`,
      kwargsrepr: '{}',
      origin: 'gen1@backend',
      ignore_result: false,
    },
    properties: { correlation_id: id, reply_to: randomUUID() },
    exchange: '',
    routingKey: QUEUE,
  });
}
