import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** How kombu, Celery's messaging library, lays out its messages in Redis. */
export const SEPARATOR = '\u0006\u0016';

/** The channel on which all workers of database 0 listen for remote control. */
export const CONTROL_CHANNEL = '/0.celery.pidbox';

/** The set that says which list belongs to which reply address. */
export const REPLY_BINDINGS = '_kombu.binding.reply.celery.pidbox';

const Envelope = z.object({ body: z.string(), headers: z.record(z.string(), z.unknown()), properties: z.record(z.string(), z.unknown()) });

/** A message as it stands in a list: its unpacked body, and its headers. */
export interface Message {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly deliveryTag: string;
}

export interface Outgoing {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly exchange: string;
  readonly routingKey: string;
}

/** Packs a message: JSON, its body in base64. */
export function pack({ body, headers = {}, properties = {}, exchange, routingKey }: Outgoing): string {
  return JSON.stringify({
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers,
    properties: {
      ...properties,
      delivery_mode: 2,
      delivery_info: { exchange, routing_key: routingKey },
      priority: 0,
      body_encoding: 'base64',
      delivery_tag: randomUUID(),
    },
  });
}

/** @throws when the text is not a message of kombu's. */
export function unpack(text: string): Message {
  const { body, headers, properties } = Envelope.parse(JSON.parse(text));
  const plain = properties['body_encoding'] === 'base64' ? Buffer.from(body, 'base64').toString() : body;
  return { body: JSON.parse(plain), headers, deliveryTag: String(properties['delivery_tag']) };
}

/** An entry of a binding set: routing key, pattern (unused) and the list that gets the messages. */
export function binding(routingKey: string, list: string): string {
  return [routingKey, '', list].join(SEPARATOR);
}
