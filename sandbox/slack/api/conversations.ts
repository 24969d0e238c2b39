import { z } from 'zod';
import { wireChannel } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { Flag, limit, Names, Text } from './arguments.ts';
import { directChannel, mayKnow, visibleChannel } from './lookups.ts';
import { defineMethod, type Caller } from './method.ts';
import { pageOf } from './paging.ts';
import { conversationKinds, kindOf, requireRight, type ConversationKind } from './scopes.ts';

export const conversationsList = defineMethod({
  name: 'conversations.list',
  right: 'read',
  arguments: z.object({
    types: Names.default(['public_channel']),
    exclude_archived: Flag,
    cursor: Text.optional(),
    limit: limit(100, 1000),
  }),
  answer(world, caller, given) {
    const types = given.types.map(typeNamed);
    types.forEach((type) => requireRight(world, caller, 'read', type));
    const channels = world.store
      .channels()
      .filter((channel) => types.includes(kindOf(channel)) && !(given.exclude_archived && channel.archived))
      .filter((channel) => mayKnow(world, caller, channel));
    const { page, next } = pageOf(channels, ({ id }) => id, given);
    return { channels: page.map((channel) => wireChannel(channel, caller.userId)), response_metadata: { next_cursor: next } };
  },
});

export const conversationsInfo = defineMethod({
  name: 'conversations.info',
  right: 'read',
  arguments: z.object({ channel: Text }),
  answer: (world, caller, given) => ({ channel: wireChannel(readableChannel(world, caller, given.channel), caller.userId) }),
});

export const conversationsMembers = defineMethod({
  name: 'conversations.members',
  right: 'read',
  arguments: z.object({ channel: Text, cursor: Text.optional(), limit: limit(100, 1000) }),
  answer(world, caller, given) {
    const members = readableChannel(world, caller, given.channel).members.filter((id) => world.people.find(id)?.kind !== 'deactivated');
    const { page, next } = pageOf(members, (id) => id, given);
    return { members: page, response_metadata: { next_cursor: next } };
  },
});

/** The channel that the caller may know of and has the scope to read about. */
function readableChannel(world: World, caller: Caller, id: string): Channel {
  const channel = visibleChannel(world, caller, id);
  requireRight(world, caller, 'read', kindOf(channel));
  return channel;
}

/** Throws `invalid_types` for what is no kind of conversation. */
function typeNamed(name: string): ConversationKind {
  const kind = conversationKinds.find((one) => one === name);
  if (kind === undefined) throw new SlackError('invalid_types');
  return kind;
}

export const conversationsOpen = defineMethod({
  name: 'conversations.open',
  scope: 'im:write',
  arguments: z.object({ users: Names, return_im: Flag }),
  answer(world, caller, given) {
    const [other, ...rest] = given.users;
    if (other === undefined || rest.length > 0) throw new SlackError('users_list_not_supplied');
    if (world.people.find(other)?.kind === 'deactivated') throw new SlackError('user_disabled');
    const channel = directChannel(world, caller, other);
    return { channel: given.return_im ? wireChannel(channel, caller.userId) : { id: channel.id } };
  },
});
