import { z } from 'zod';
import { join, leave, setArchived } from '../acts/membership.ts';
import { wireChannel } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import { app } from '../identity.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { Flag, Names, Text } from './arguments.ts';
import { requireMember, visibleChannel, writableChannel } from './lookups.ts';
import { defineMethod, type Caller } from './method.ts';
import { kindOf, requireRight, type Right } from './scopes.ts';

/** A channel whose members can be changed, and which the caller has the right to change. */
function openChannel(world: World, caller: Caller, id: string, right: Right): Channel {
  const channel = writableChannel(world, caller, id);
  requireRight(world, caller, right, kindOf(channel));
  return notDirect(channel);
}

function notDirect(channel: Channel): Channel {
  if (channel.direct) throw new SlackError('method_not_supported_for_channel_type');
  return channel;
}

export const conversationsJoin = defineMethod({
  name: 'conversations.join',
  scope: 'channels:join',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = notDirect(visibleChannel(world, caller, given.channel));
    if (channel.archived) throw new SlackError('is_archived');
    if (!channel.members.includes(caller.userId)) return { channel: wireChannel(join(world, channel, caller.userId), caller.userId) };
    const warning = 'already_in_channel';
    return { channel: wireChannel(channel, caller.userId), warning, response_metadata: { warnings: [warning] } };
  },
});

/** Invites all or, where one of them cannot come, nobody; with `force` those who can. */
export const conversationsInvite = defineMethod({
  name: 'conversations.invite',
  right: 'invite',
  arguments: z.object({ channel: Text, users: Names.default([]), force: Flag }),
  answer(world, caller, given) {
    const channel = openChannel(world, caller, given.channel, 'invite');
    if (world.people.find(caller.userId)?.kind === 'single_channel_guest') throw new SlackError('user_is_ultra_restricted');
    if (given.users.length === 0) throw new SlackError('no_user');
    const errors = given.users.flatMap((user) => {
      const error = obstacle(world, channel, caller, user);
      return error === undefined ? [] : [{ ok: false, error, user }];
    });
    const [first] = errors;
    if (first && !(given.force && errors.length < given.users.length)) throw new SlackError(first.error, { errors });
    const fresh = given.users.filter((id) => errors.every(({ user }) => user !== id));
    const joined = fresh.reduce((current, id) => join(world, current, id, caller.userId), channel);
    return { channel: wireChannel(joined, caller.userId), ...(first ? { errors } : {}) };
  },
});

/** Why somebody cannot be invited. Those of another company come by way of Slack Connect, a guest of one channel stays in it. */
function obstacle({ people, store }: World, channel: Channel, caller: Caller, user: string): string | undefined {
  const kind = people.find(user)?.kind;
  if (kind === undefined && user !== app.userId) return 'user_not_found';
  if (user === caller.userId) return 'cant_invite_self';
  if (channel.members.includes(user)) return 'already_in_channel';
  if (kind === 'deactivated' || kind === 'stranger') return 'cant_invite';
  const hasChannel = store.channels().some(({ direct, members }) => !direct && members.includes(user));
  return kind === 'single_channel_guest' && hasChannel ? 'ura_max_channels' : undefined;
}

export const conversationsLeave = defineMethod({
  name: 'conversations.leave',
  right: 'manage',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = notDirect(visibleChannel(world, caller, given.channel));
    requireRight(world, caller, 'manage', kindOf(channel));
    if (channel.archived) throw new SlackError('is_archived');
    if (!channel.members.includes(caller.userId)) return { not_in_channel: true };
    requireMember(world, caller);
    if (channel.private && channel.members.length === 1) throw new SlackError('last_member');
    leave(world, channel, caller.userId);
    return {};
  },
});

export const conversationsKick = defineMethod({
  name: 'conversations.kick',
  right: 'manage',
  arguments: z.object({ channel: Text, user: Text.default('') }),
  answer(world, caller, { channel: id, user }) {
    const channel = openChannel(world, caller, id, 'manage');
    requireMember(world, caller);
    if (user === '') throw new SlackError('no_user');
    if (user === caller.userId) throw new SlackError('cant_kick_self');
    if (user !== app.userId && !world.people.find(user)) throw new SlackError('user_not_found');
    if (!channel.members.includes(user)) throw new SlackError('not_in_channel');
    leave(world, channel, user);
    return { errors: {} };
  },
});

export const conversationsArchive = defineMethod({
  name: 'conversations.archive',
  right: 'manage',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = manageable(world, caller, given.channel);
    if (channel.archived) throw new SlackError('already_archived');
    if (!channel.members.includes(caller.userId)) throw new SlackError('not_in_channel');
    setArchived(world, channel, true, caller.userId);
    return {};
  },
});

export const conversationsUnarchive = defineMethod({
  name: 'conversations.unarchive',
  right: 'manage',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = manageable(world, caller, given.channel);
    if (!channel.archived) throw new SlackError('not_archived');
    setArchived(world, channel, false, caller.userId);
    return {};
  },
});

function manageable(world: World, caller: Caller, id: string): Channel {
  const channel = notDirect(visibleChannel(world, caller, id));
  requireRight(world, caller, 'manage', kindOf(channel));
  requireMember(world, caller);
  return channel;
}
