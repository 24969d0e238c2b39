import type { WebSocket } from 'ws';
import { isVisibleTo, mayKnow } from '../api/lookups.ts';
import type { Caller } from '../api/method.ts';
import { wireChannel, wireMessage } from '../acts/wire.ts';
import type { Change } from '../state/change.ts';
import type { Message } from '../state/message.ts';
import type { World } from '../world.ts';

/** Tells a page what changes, as its person may see it, until the socket closes. */
export function followLive(world: World, caller: Caller, socket: WebSocket): void {
  const tell = (news: unknown): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(news));
  };
  const ends = [
    world.store.watch((change) => newsOf(world, caller, change).forEach(tell)),
    world.modals.watch((user, view) => user === caller.userId && tell({ is: 'modal', view: view ?? null })),
  ];
  socket.on('error', () => socket.terminate());
  socket.on('ping', (data) => socket.pong(data));
  socket.once('close', () => ends.forEach((end) => end()));
  tell({ is: 'hello' });
  tell({ is: 'modal', view: world.modals.of(caller.userId) ?? null });
}

function newsOf(world: World, caller: Caller, change: Change): readonly unknown[] {
  switch (change.is) {
    case 'channel':
      return mayKnow(world, caller, change.channel) ? [{ is: 'channel', channel: wireChannel(change.channel, caller.userId) }] : [];
    case 'posted':
    case 'changed':
      return isMember(world, caller, change.message.channel) ? messageNews(world, caller, change.message) : [];
    case 'deleted':
      return isMember(world, caller, change.channel) ? [{ is: 'deleted', channel: change.channel, ts: change.ts }] : [];
    case 'home':
      return change.user === caller.userId ? [{ is: 'home', view: change.view }] : [];
    case 'file':
    case 'group':
    case 'person':
    default:
      return [];
  }
}

/** A reply is news about its parent as well: the number of replies is shown there. */
function messageNews(world: World, caller: Caller, message: Message): readonly unknown[] {
  if (!isVisibleTo(message, caller)) return [];
  const parent = message.thread_ts === undefined ? undefined : world.store.message(message.channel, message.thread_ts);
  return [message, ...(parent ? [parent] : [])].map((each) => ({
    is: 'message',
    channel: each.channel,
    message: wireMessage(world, each, { metadata: false }),
  }));
}

function isMember({ store }: World, caller: Caller, channel: string): boolean {
  return store.channel(channel)?.members.includes(caller.userId) ?? false;
}
