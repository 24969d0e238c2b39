import { z } from 'zod';
import { post } from '../acts/messages.ts';
import { wireChannel } from '../acts/wire.ts';
import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { Flag, limit, Names, Text } from './arguments.ts';
import { directChannel, joinedChannel, mayKnow, visibleChannel } from './lookups.ts';
import { defineMethod, type Caller } from './method.ts';
import { conversationKinds, kindOf, requireRight, type ConversationKind } from './scopes.ts';

const noMore = { response_metadata: { next_cursor: '' } };

export const conversationsList = defineMethod({
  name: 'conversations.list',
  right: 'read',
  arguments: z.object({ types: Names.default(['public_channel']), exclude_archived: Flag, limit: limit(100, 1000) }),
  answer(world, caller, given) {
    const types = given.types.map(typeNamed);
    types.forEach((type) => requireRight(world, caller, 'read', type));
    const channels = world.store
      .channels()
      .filter((channel) => types.includes(kindOf(channel)) && !(given.exclude_archived && channel.archived))
      .filter((channel) => mayKnow(world, caller, channel));
    return { channels: channels.map((channel) => wireChannel(channel, caller.userId)), ...noMore };
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
  arguments: z.object({ channel: Text, limit: limit(100, 1000) }),
  answer: (world, caller, given) => ({ members: readableChannel(world, caller, given.channel).members, ...noMore }),
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

export const conversationsJoin = defineMethod({
  name: 'conversations.join',
  scope: 'channels:join',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = visibleChannel(world, caller, given.channel);
    if (channel.direct) throw new SlackError('method_not_supported_for_channel_type');
    const joined = channel.members.includes(caller.userId) ? channel : join(world, channel, caller.userId);
    return { channel: wireChannel(joined, caller.userId) };
  },
});

export const conversationsInvite = defineMethod({
  name: 'conversations.invite',
  right: 'invite',
  arguments: z.object({ channel: Text, users: Names }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    requireRight(world, caller, 'invite', kindOf(channel));
    if (given.users.length === 0) throw new SlackError('no_user');
    if (given.users.some((id) => id !== app.userId && !world.people.find(id))) throw new SlackError('user_not_found');
    const fresh = given.users.filter((id) => !channel.members.includes(id));
    if (fresh.length === 0) throw new SlackError('already_in_channel');
    const joined = fresh.reduce((current, id) => join(world, current, id, caller.userId), channel);
    return { channel: wireChannel(joined, caller.userId) };
  },
});

export const conversationsLeave = defineMethod({
  name: 'conversations.leave',
  right: 'manage',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    requireRight(world, caller, 'manage', kindOf(channel));
    leave(world, channel, caller.userId);
    return {};
  },
});

export const conversationsKick = defineMethod({
  name: 'conversations.kick',
  right: 'manage',
  arguments: z.object({ channel: Text, user: Text }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    requireRight(world, caller, 'manage', kindOf(channel));
    if (!channel.members.includes(given.user)) throw new SlackError('not_in_channel');
    leave(world, channel, given.user);
    return {};
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

/** Makes somebody a member, says so in the channel, and tells the application. */
function join(world: World, channel: Channel, userId: string, inviterId?: string): Channel {
  const joined: Channel = { ...channel, members: [...channel.members, userId] };
  world.store.record({ is: 'channel', channel: joined });
  post(world, { channel: channel.id, user: userId, text: `<@${userId}> has joined the channel`, joined: true });
  publish(world, channel.private ? eventKinds.joinedPrivate : eventKinds.joined, channel.id, {
    type: 'member_joined_channel',
    user: userId,
    channel: channel.id,
    channel_type: channel.private ? 'G' : 'C',
    team: team.id,
    ...(inviterId === undefined ? {} : { inviter: inviterId }),
    event_ts: world.store.timestamp(),
  });
  return joined;
}

/** Makes somebody no member any more, and tells the application, unless it is the one that left. */
function leave(world: World, channel: Channel, userId: string): void {
  world.store.record({ is: 'channel', channel: { ...channel, members: channel.members.filter((id) => id !== userId) } });
  publish(world, channel.private ? eventKinds.leftPrivate : eventKinds.left, channel.id, {
    type: 'member_left_channel',
    user: userId,
    channel: channel.id,
    channel_type: channel.private ? 'G' : 'C',
    team: team.id,
    event_ts: world.store.timestamp(),
  });
}
