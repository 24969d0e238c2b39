import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { CeleryState } from '../../ports/redis.ts';
import { json, SEPARATOR } from './queues.ts';

const REPLIES = 'reply.celery.pidbox';
const BINDINGS = `_kombu.binding.${REPLIES}`;
const METHODS = ['ping', 'active'] as const;

/**
 * Asks all workers over Celery's own remote control: a question published to its fan-out channel, the answers in a list
 * of our own. Imports nothing of the platform, and removes the list and its binding whatever happens.
 */
export async function askWorkers(
  redis: Redis,
  withinMs: number,
  signal: AbortSignal,
): Promise<Pick<CeleryState, 'subscribers' | 'replies'>> {
  const mailbox = randomUUID();
  const list = `${mailbox}.${REPLIES}`;
  const binding = [mailbox, '', list].join(SEPARATOR);
  try {
    await redis.sadd(BINDINGS, binding);
    const channel = `/${redis.options.db ?? 0}.celery.pidbox`;
    // The workers subscribe to a pattern, which NUMSUB does not count; the number of receivers counts both kinds.
    const receivers = await Promise.all(METHODS.map((method) => redis.publish(channel, question(method, mailbox))));
    const subscribers = Math.max(...receivers);
    const answers = await collect(redis, { list, expected: subscribers * METHODS.length, until: Date.now() + withinMs, signal }, []);
    return { subscribers, replies: workers(answers, Date.now() / 1000) };
  } finally {
    await Promise.all([redis.srem(BINDINGS, binding), redis.del(list)]).catch(() => undefined);
  }
}

/** kombu's envelope: the body is base64 of JSON, the ticket comes back in the headers of the answer. */
function question(method: string, mailbox: string): string {
  const reply = { ticket: `${method}-${mailbox}`, reply_to: { exchange: REPLIES, routing_key: mailbox } };
  const body = { method, arguments: {}, destination: null, pattern: null, matcher: null, ...reply };
  return JSON.stringify({
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: { clock: 1, expires: 0 },
    properties: {
      delivery_mode: 2,
      delivery_info: { exchange: 'celery.pidbox', routing_key: '' },
      priority: 0,
      body_encoding: 'base64',
      delivery_tag: randomUUID(),
    },
  });
}

interface Waiting {
  readonly list: string;
  readonly expected: number;
  readonly until: number;
  readonly signal: AbortSignal;
}

async function collect(redis: Redis, waiting: Waiting, found: readonly string[]): Promise<readonly string[]> {
  const left = waiting.until - Date.now();
  if (found.length >= waiting.expected || left <= 0) return found;
  waiting.signal.throwIfAborted();
  // Short turns, so that a cancelled look still has its connection to clean up with.
  const popped = await redis.brpop(waiting.list, Math.max(0.01, Math.min(0.25, left / 1000)));
  return collect(redis, waiting, popped === null ? found : [...found, popped[1]]);
}

const Envelope = z.object({ body: z.string(), properties: z.object({ body_encoding: z.string().optional() }).optional() });
const Answer = z.record(z.string(), z.unknown());
const Tasks = z.array(z.object({ name: z.string().optional(), time_start: z.number().nullish() }));

/** Each answer is `{worker: value}`; of "active" the value is a list of tasks, of "ping" it is a greeting. */
function workers(answers: readonly string[], nowSeconds: number): CeleryState['replies'] {
  const values = answers.flatMap((answer) => {
    const parsed = Answer.safeParse(bodyOf(answer));
    return parsed.success ? Object.entries(parsed.data) : [];
  });
  const names = [...new Set(values.map(([worker]) => worker))].toSorted();
  return names.map((worker) => {
    const tasks = values.flatMap(([of, value]) => (of === worker ? (Tasks.safeParse(value).data ?? []) : []));
    const aged = tasks.map(({ name, time_start: start }) => ({
      name,
      seconds: typeof start === 'number' ? Math.round(nowSeconds - start) : 0,
    }));
    const [longest] = aged.toSorted((left, right) => right.seconds - left.seconds);
    return {
      worker,
      activeTasks: tasks.length,
      longestTaskSeconds: Math.max(0, longest?.seconds ?? 0),
      ...(longest?.name !== undefined && { longestTask: longest.name }),
    };
  });
}

function bodyOf(text: string): unknown {
  const envelope = Envelope.safeParse(json(text));
  if (!envelope.success) return undefined;
  const isEncoded = envelope.data.properties?.body_encoding === 'base64';
  return json(isEncoded ? Buffer.from(envelope.data.body, 'base64').toString('utf8') : envelope.data.body);
}
