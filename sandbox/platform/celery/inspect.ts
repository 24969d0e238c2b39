import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { binding, CONTROL_CHANNEL, pack, REPLY_BINDINGS, unpack } from './kombu.ts';

const REPLIES = 'reply.celery.pidbox';
const WAIT_MS = 1000;

/** Asks all workers what they are doing and waits a second for their answers, as Celery's own client does. No answer: an empty list. */
export async function inspectActive(redis: Redis): Promise<readonly unknown[]> {
  const address = randomUUID();
  const list = `${address}.${REPLIES}`;
  await redis.sadd(REPLY_BINDINGS, binding(address, list));
  try {
    await redis.publish(CONTROL_CHANNEL, request('active', address));
    await sleep(WAIT_MS);
    return (await redis.lrange(list, 0, -1)).map((text) => unpack(text).body);
  } finally {
    await redis.srem(REPLY_BINDINGS, binding(address, list));
    await redis.del(list);
  }
}

function request(method: string, address: string): string {
  return pack({
    body: {
      method,
      arguments: {},
      destination: null,
      pattern: null,
      matcher: null,
      ticket: randomUUID(),
      reply_to: { exchange: REPLIES, routing_key: address },
    },
    headers: { clock: 1, expires: Date.now() / 1000 + WAIT_MS / 1000 },
    exchange: 'celery.pidbox',
    routingKey: '',
  });
}
