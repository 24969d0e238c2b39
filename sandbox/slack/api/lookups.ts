import { SlackError } from '../errors.ts';
import { app, directChannelId, inhabitants } from '../identity.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';
import type { Caller } from './method.ts';

/** The channel that the caller may know of. Throws `channel_not_found`; a guest knows only the channels they are in. */
export function visibleChannel({ store }: World, caller: Caller, id: string): Channel {
  const channel = store.channel(id);
  if (!channel) throw new SlackError('channel_not_found');
  const member = channel.members.includes(caller.userId);
  if (!member && (channel.direct || isOutsider(caller.userId))) throw new SlackError('channel_not_found');
  return channel;
}

/** The channel, if the caller is in it. Throws `channel_not_found` or `not_in_channel`. */
export function joinedChannel(world: World, caller: Caller, id: string): Channel {
  const channel = visibleChannel(world, caller, id);
  if (!channel.members.includes(caller.userId)) throw new SlackError('not_in_channel');
  return channel;
}

/** Where a message shall go: an id, a `#name`, or a person's id, which means the direct conversation with them. */
export function destination(world: World, caller: Caller, given: string): Channel {
  if (inhabitants.some(({ id }) => id === given) || given === app.userId) return directChannel(world, caller, given);
  const name = given.replace(/^#/, '');
  const named = world.store.channels().find((channel) => !channel.direct && channel.name === name);
  return joinedChannel(world, caller, named?.id ?? given);
}

/** The conversation of a person with the bot, opened when it is not there yet. Throws `user_not_found` for two people: they are not simulated. */
export function directChannel({ store, now }: World, caller: Caller, otherId: string): Channel {
  const personId = caller.kind === 'user' ? caller.userId : otherId;
  const partners = caller.kind === 'user' ? [app.userId] : inhabitants.map(({ id }) => id);
  if (!partners.includes(otherId)) throw new SlackError('user_not_found');
  const id = directChannelId(personId);
  const open = store.channel(id);
  if (open) return open;
  const channel: Channel = {
    id,
    name: '',
    topic: '',
    created: Math.floor(now().getTime() / 1000),
    direct: true,
    members: [personId, app.userId],
  };
  store.record({ is: 'channel', channel });
  return channel;
}

/** A message that everybody in the channel sees. Throws `message_not_found`. */
export function sharedMessage({ store }: World, channel: string, ts: string): Message {
  const message = store.message(channel, ts);
  if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
  return message;
}

/** Whether this caller sees the message at all: an ephemeral one is seen by its person only, never by the bot. */
export function isVisibleTo(message: Message, caller: Caller): boolean {
  return message.onlyFor === undefined || (caller.kind === 'user' && message.onlyFor === caller.userId);
}

/** A guest, or somebody of another workspace, sees no more than the channels that they are in. */
export function isOutsider(userId: string): boolean {
  return inhabitants.some(({ id, role }) => id === userId && (role === 'guest' || role === 'stranger'));
}
