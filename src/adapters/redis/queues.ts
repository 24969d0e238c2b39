import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { QueueState } from '../../ports/redis.ts';

/** What kombu puts between the parts of a name. */
export const SEPARATOR = '\x06\x16';
const PREFIX = '_kombu.binding.';
const PRIORITIES = ['', ...['3', '6', '9'].map((step) => SEPARATOR + step)];
// Exchanges of control and events: what waits there is no work.
const isNoWork = /pidbox$|^celeryev/;

/**
 * What stood at the end of each list when it was looked at last, and since when. Celery writes no time into its messages, but one that
 * is still the next has waited at least since it was first seen there.
 */
export type SeenTails = Map<string, { readonly message: string; readonly at: number }>;

/** Two looks that follow each other say nothing yet about waiting. */
const TELLING_S = 30;

/** Counts what waits, in every queue that is bound and in the default one, which is not bound before its first use. */
export async function queueState(redis: Redis, seen: SeenTails = new Map()): Promise<QueueState> {
  const names = [...new Set(['celery', ...(await boundQueues(redis))])].toSorted();
  const lists = names.flatMap((name) => PRIORITIES.map((priority) => ({ name, list: name + priority })));
  const [lengths, tails, unacknowledged, taken] = await Promise.all([
    Promise.all(lists.map(({ list }) => redis.llen(list))),
    // Messages are pushed on the left and taken from the right, so the last one waits longest.
    Promise.all(lists.map(({ list }) => redis.lindex(list, -1))),
    redis.hlen('unacked'),
    redis.zrange('unacked_index', '0', '0', 'WITHSCORES'),
  ]);
  const messages = (name: string): number => lists.reduce((sum, { name: of }, index) => sum + (of === name ? (lengths[index] ?? 0) : 0), 0);
  const now = Date.now();
  const ages = lists.flatMap(({ name: queue, list }, index) => {
    const tail = tails[index] ?? null;
    const since = firstSeen(seen, list, tail, now);
    const at = sentAt(tail);
    if (at !== undefined) return [{ queue, seconds: Math.max(0, Math.round((now - at) / 1000)) }];
    const seconds = Math.round((now - since) / 1000);
    return seconds < TELLING_S ? [] : [{ queue, seconds, isAtLeast: true } as const];
  });
  const takenAt = Number(taken[1] ?? Number.NaN);
  const oldest = ages.toSorted((left, right) => right.seconds - left.seconds)[0];
  return {
    queues: names.map((name) => ({ name, messages: messages(name) })),
    unacknowledged,
    ...(takenAt > 0 && { takenSeconds: Math.max(0, Math.round(now / 1000 - takenAt)) }),
    ...(oldest && { oldest }),
  };
}

function firstSeen(seen: SeenTails, list: string, tail: string | null, now: number): number {
  if (tail === null) {
    seen.delete(list);
    return now;
  }
  const message = createHash('sha256').update(tail).digest('base64');
  const before = seen.get(list);
  if (before?.message === message) return before.at;
  seen.set(list, { message, at: now });
  return now;
}

async function boundQueues(redis: Redis): Promise<readonly string[]> {
  const keys = await bindingKeys(redis, '0', []);
  const exchanges = keys.filter((key) => !isNoWork.test(key.slice(PREFIX.length)));
  const bindings = await Promise.all(exchanges.map((key) => redis.smembers(key)));
  // A member is routing key, pattern and queue.
  const queues = bindings.flat().map((binding) => binding.split(SEPARATOR)[2] ?? '');
  return queues.filter((queue) => queue !== '' && !isNoWork.test(queue));
}

async function bindingKeys(redis: Redis, cursor: string, found: readonly string[]): Promise<readonly string[]> {
  const [next, keys] = await redis.scan(cursor, 'MATCH', `${PREFIX}*`, 'COUNT', 1000, 'TYPE', 'set');
  return next === '0' ? [...found, ...keys] : bindingKeys(redis, next, [...found, ...keys]);
}

const Time = z.union([z.number().positive(), z.iso.datetime({ offset: true, local: true })]);
const Message = z.object({
  headers: z.object({ timestamp: Time.optional().catch(undefined), sent_at: Time.optional().catch(undefined) }).optional(),
  properties: z.object({ timestamp: Time.optional().catch(undefined) }).optional(),
});

/** When a message was sent, in ms since 1970. Celery itself writes no time into it; a platform that wants to know does. */
function sentAt(text: string | null): number | undefined {
  if (text === null) return undefined;
  const message = Message.safeParse(json(text));
  if (!message.success) return undefined;
  const { headers, properties } = message.data;
  const time = headers?.timestamp ?? headers?.sent_at ?? properties?.timestamp;
  if (typeof time === 'string') return Date.parse(/[Zz]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`);
  // Seconds since 1970 have ten digits, milliseconds thirteen.
  return time !== undefined && time < 1e11 ? time * 1000 : time;
}

/** Undefined where a text is no JSON: whoever may write to Redis may write anything. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
