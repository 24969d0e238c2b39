import type { Envelope } from './envelope.ts';

/** What people call an envelope: the event's type, the command, the kind of interaction. */
export function nameOf({ type, payload }: Pick<Envelope, 'type' | 'payload'>): string {
  const event = payload['event'];
  const inner = typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined;
  const names = [inner, payload['command'], payload['type'], type];
  return names.find((name): name is string => typeof name === 'string') ?? type;
}
