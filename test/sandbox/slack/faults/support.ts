import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { call, channels, type Reply } from '../support/workspace.ts';

/** A message for people to react to. */
export async function postSomething(place: OpenWorkspace): Promise<string> {
  return (await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'something' })).ts;
}

/** Lets something happen that is an event for the application. */
export async function react(place: OpenWorkspace, timestamp: string, name: string): Promise<Reply> {
  return call(place, 'alex', 'reactions.add', { channel: channels.ops, timestamp, name });
}

export async function command(place: OpenWorkspace, text: string): Promise<Reply> {
  return call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text });
}

/** How often a fault struck, as the traffic remembers it. */
export function strikes({ world }: OpenWorkspace, name: string): number {
  return world.traffic.entries().entries.filter(({ is, what }) => is === 'fault' && what === name).length;
}
