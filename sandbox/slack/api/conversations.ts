import { z } from 'zod';
import { wireChannel } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import { Flag, limit, Names, Text } from './arguments.ts';
import { directChannel, mayKnow, visibleChannel } from './lookups.ts';
import { defineMethod } from './method.ts';
import { pageOf } from './paging.ts';
import { forConversation, forTypes, kindOf } from './scopes.ts';

const types: Readonly<Record<string, string>> = { public_channel: 'channels', private_channel: 'groups', im: 'im', mpim: 'mpim' };

export const conversationsList = defineMethod({
  name: 'conversations.list',
  scope: forTypes,
  arguments: z.object({
    types: Names.default(['public_channel']),
    exclude_archived: Flag,
    limit: limit(100, 1000),
    cursor: Text.optional(),
  }),
  answer(world, caller, given) {
    if (given.types.some((type) => !Object.hasOwn(types, type))) throw new SlackError('invalid_types');
    const channels = world.store
      .channels()
      .filter((channel) => given.types.some((type) => types[type] === kindOf(channel)))
      .filter((channel) => !(given.exclude_archived && channel.archived))
      .filter((channel) => mayKnow(world, caller, channel));
    const { page, rest } = pageOf(channels, ({ id }) => id, given);
    return { channels: page.map((channel) => wireChannel(channel, caller.userId)), ...rest };
  },
});

export const conversationsInfo = defineMethod({
  name: 'conversations.info',
  scope: forConversation('read'),
  arguments: z.object({ channel: Text }),
  answer: (world, caller, given) => ({ channel: wireChannel(visibleChannel(world, caller, given.channel), caller.userId) }),
});

export const conversationsMembers = defineMethod({
  name: 'conversations.members',
  scope: forConversation('read'),
  arguments: z.object({ channel: Text, limit: limit(100, 1000), cursor: Text.optional() }),
  answer(world, caller, given) {
    const { page, rest } = pageOf(visibleChannel(world, caller, given.channel).members, (id) => id, given);
    return { members: page, ...rest };
  },
});

export const conversationsOpen = defineMethod({
  name: 'conversations.open',
  scope: 'im:write',
  arguments: z.object({ users: Names, return_im: Flag }),
  answer(world, caller, given) {
    const [other, ...rest] = given.users;
    if (other === undefined || rest.length > 0) throw new SlackError('users_list_not_supplied');
    const channel = directChannel(world, caller, other);
    return { channel: given.return_im ? wireChannel(channel, caller.userId) : { id: channel.id } };
  },
});
