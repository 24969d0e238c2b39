import { SlackError } from '../errors.ts';
import { app, directChannelId } from '../identity.ts';
import { isOutsider } from '../people.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';
import type { Caller } from './method.ts';

/** The channel that the caller may know of. Throws `channel_not_found`; a guest knows only the channels they are in. */
export function visibleChannel(world: World, caller: Caller, id: string): Channel {
  const channel = world.store.channel(id);
  if (!channel || !mayKnow(world, caller, channel)) throw new SlackError('channel_not_found');
  return channel;
}

/** Direct and private conversations are known to their members only; a guest or a stranger knows no other channels than their own. */
export function mayKnow({ people }: World, { userId }: Caller, channel: Channel): boolean {
  if (channel.members.includes(userId)) return true;
  const person = people.find(userId);
  return !channel.direct && !channel.private && !(person && isOutsider(person));
}

/** The channel, if the caller is in it. Throws `channel_not_found` or `not_in_channel`. */
export function joinedChannel(world: World, caller: Caller, id: string): Channel {
  const channel = visibleChannel(world, caller, id);
  if (!channel.members.includes(caller.userId)) throw new SlackError('not_in_channel');
  return channel;
}

/** The channel, if the caller can write in it. Throws `channel_not_found`, `is_archived` (whoever asks) or `not_in_channel`. */
export function writableChannel(world: World, caller: Caller, id: string): Channel {
  if (visibleChannel(world, caller, id).archived) throw new SlackError('is_archived');
  return joinedChannel(world, caller, id);
}

/** Where a message shall go: an id, a `#name`, or a person's id, which means the direct conversation with them. */
export function destination(world: World, caller: Caller, given: string): Channel {
  if (world.people.find(given) || given === app.userId) return directChannel(world, caller, given);
  return writableChannel(world, caller, conversationNamed(world, given));
}

/** The id of the conversation that an application may write to under several names, as limits are on the conversation. */
export function conversationNamed({ people, store }: World, given: string): string {
  if (people.find(given)) return directChannelId(given);
  const name = given.replace(/^#/, '');
  return store.channels().find((channel) => !channel.direct && channel.name === name)?.id ?? given;
}

/** The conversation of a person with the bot, opened when it is not there yet. Throws `user_not_found` for two people: they are not simulated. */
export function directChannel({ store, people, now }: World, caller: Caller, otherId: string): Channel {
  const personId = caller.kind === 'user' ? caller.userId : otherId;
  const isPartner = caller.kind === 'user' ? otherId === app.userId : people.find(otherId) !== undefined;
  if (!isPartner) throw new SlackError('user_not_found');
  const id = directChannelId(personId);
  const open = store.channel(id);
  if (open) return open;
  const channel: Channel = {
    id,
    name: '',
    topic: '',
    created: Math.floor(now().getTime() / 1000),
    direct: true,
    private: true,
    archived: false,
    members: [personId, app.userId],
  };
  store.record({ is: 'channel', channel });
  return channel;
}

/** A message that everybody in the channel sees. Throws `message_not_found`, also for the tombstone of one. */
export function sharedMessage({ store }: World, channel: string, ts: string): Message {
  const message = store.message(channel, ts);
  if (!message || message.onlyFor !== undefined || message.subtype === 'tombstone') throw new SlackError('message_not_found');
  return message;
}

/** Throws `user_is_restricted` for guests, who cannot do everything that members can. */
export function requireMember({ people }: World, { userId }: Caller): void {
  const kind = people.find(userId)?.kind;
  if (kind === 'guest' || kind === 'single_channel_guest') throw new SlackError('user_is_restricted');
}

/** Whether this caller sees the message at all: an ephemeral one is seen by its person only, never by the bot. */
export function isVisibleTo(message: Message, caller: Caller): boolean {
  return message.onlyFor === undefined || (caller.kind === 'user' && message.onlyFor === caller.userId);
}
