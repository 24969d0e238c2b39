import { Redis } from 'ioredis';
import { z } from 'zod';

/** Something that listens for remote control as a Celery worker does, over a pattern. */
export interface Worker {
  /** Resolves when it was asked the first time. */
  readonly heard: Promise<void>;
  stop(): Promise<void>;
}

const Question = z.object({
  method: z.string(),
  ticket: z.string(),
  reply_to: z.object({ exchange: z.string(), routing_key: z.string() }),
});

/** `active` are the tasks it says it has; a silent one hears and does not answer. */
export async function startWorker(url: string, name: string, active: readonly object[] | 'silent' | 'rubbish'): Promise<Worker> {
  const ears = new Redis(url);
  const voice = new Redis(url);
  const answer = async (text: string): Promise<void> => {
    if (active === 'silent') return;
    const { method, ticket, reply_to: replyTo } = question(text);
    const value = method === 'ping' ? { ok: 'pong' } : active;
    const reply = active === 'rubbish' ? 'rubbish' : envelope({ [name]: value }, ticket);
    for (const list of await bound(voice, replyTo)) await voice.lpush(list, reply);
  };
  const heard = new Promise<void>((resolve) => {
    ears.on('pmessage', (_pattern: string, _channel: string, text: string) => {
      resolve();
      void answer(text);
    });
  });
  await ears.psubscribe('/0.celery.pidbox');
  return {
    heard,
    stop: async () => {
      await ears.quit();
      await voice.quit();
    },
  };
}

function question(text: string): z.infer<typeof Question> {
  const { body } = z.object({ body: z.string() }).parse(JSON.parse(text));
  return Question.parse(JSON.parse(Buffer.from(body, 'base64').toString()));
}

// As kombu routes: by the members of the exchange's set whose routing key is the one asked for.
async function bound(redis: Redis, { exchange, routing_key: key }: z.infer<typeof Question>['reply_to']): Promise<readonly string[]> {
  const members = (await redis.smembers(`_kombu.binding.${exchange}`)).map((member) => member.split('\x06\x16'));
  return members.filter(([routingKey]) => routingKey === key).map(([, , queue]) => queue ?? '');
}

function envelope(body: unknown, ticket: string): string {
  return JSON.stringify({
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: { ticket, clock: 4 },
    properties: { body_encoding: 'base64', delivery_mode: 1 },
  });
}
