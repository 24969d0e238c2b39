import type { Redis } from 'ioredis';
import { z } from 'zod';
import { CONTROL_CHANNEL, pack, REPLY_BINDINGS, SEPARATOR, unpack } from './kombu.ts';

/** What the worker answers to one method of Celery's remote control. */
export type Methods = Readonly<Record<string, () => unknown>>;

const Request = z.object({
  method: z.string(),
  destination: z.array(z.string()).nullish(),
  ticket: z.string().nullish(),
  reply_to: z.object({ exchange: z.string(), routing_key: z.string() }).nullish(),
});

/** Listens for remote control and answers in the name of this worker, until the listening connection is closed. */
export async function answerRemoteControl(listening: Redis, redis: Redis, worker: string, methods: Methods): Promise<void> {
  listening.on('pmessage', (_pattern: string, _channel: string, text: string) => {
    // A message that cannot be read or answered is lost, as it is with the real worker.
    reply(redis, worker, methods, text).catch(() => undefined);
  });
  // Celery subscribes by pattern, so PUBSUB NUMSUB does not count its workers; the answer of PUBLISH does.
  await listening.psubscribe(CONTROL_CHANNEL);
  await redis.sadd('_kombu.binding.celery.pidbox', ['', '', `${worker}.celery.pidbox`].join(SEPARATOR));
}

async function reply(redis: Redis, worker: string, methods: Methods, text: string): Promise<void> {
  const { method, destination, ticket, reply_to: replyTo } = Request.parse(unpack(text).body);
  if (destination && !destination.includes(worker)) return;
  const answer = methods[method];
  if (!replyTo) return;
  const body = { [worker]: answer ? answer() : { error: `KeyError('${method}')` } };
  const message = pack({ body, headers: { ticket, clock: 1 }, exchange: replyTo.exchange, routingKey: replyTo.routing_key });
  const lists = (await redis.smembers(REPLY_BINDINGS))
    .map((entry) => entry.split(SEPARATOR))
    .filter(([key]) => key === replyTo.routing_key);
  for (const [, , list] of lists) {
    if (list !== undefined) await redis.lpush(list, message);
  }
}
