import { z } from 'zod';
import { post } from '../acts/messages.ts';
import { wireChannel } from '../acts/wire.ts';
import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import { isOutsider } from '../people.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { Names, Text } from './arguments.ts';
import { joinedChannel, visibleChannel, writableChannel } from './lookups.ts';
import { defineMethod } from './method.ts';
import { forManaging } from './scopes.ts';

export const conversationsJoin = defineMethod({
  name: 'conversations.join',
  scope: 'channels:join',
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = visibleChannel(world, caller, given.channel);
    if (channel.archived) throw new SlackError('is_archived');
    if (channel.direct || (channel.private && !channel.members.includes(caller.userId)))
      throw new SlackError('method_not_supported_for_channel_type');
    const joined = channel.members.includes(caller.userId) ? channel : join(world, channel, caller.userId);
    return { channel: wireChannel(joined, caller.userId) };
  },
});

export const conversationsInvite = defineMethod({
  name: 'conversations.invite',
  scope: forManaging,
  arguments: z.object({ channel: Text, users: Names }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    const who = world.people.find(caller.userId);
    if (channel.direct) throw new SlackError('method_not_supported_for_channel_type');
    if (who && isOutsider(who)) throw new SlackError('user_is_restricted');
    if (given.users.length === 0) throw new SlackError('no_user');
    if (given.users.includes(caller.userId)) throw new SlackError('cant_invite_self');
    given.users.forEach((id) => invitable(world, id));
    const fresh = given.users.filter((id) => !channel.members.includes(id));
    if (fresh.length === 0) throw new SlackError('already_in_channel');
    const joined = fresh.reduce((current, id) => join(world, current, id, caller.userId), channel);
    return { channel: wireChannel(joined, caller.userId) };
  },
});

export const conversationsLeave = defineMethod({
  name: 'conversations.leave',
  scope: forManaging,
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    if (channel.direct) throw new SlackError('method_not_supported_for_channel_type');
    leave(world, channel, caller.userId);
    return {};
  },
});

export const conversationsKick = defineMethod({
  name: 'conversations.kick',
  scope: forManaging,
  arguments: z.object({ channel: Text, user: Text }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    if (given.user === caller.userId) throw new SlackError('cant_kick_self');
    if (!channel.members.includes(given.user)) throw new SlackError('not_in_channel');
    leave(world, channel, given.user);
    return {};
  },
});

/** Throws where this user cannot be made a member of any more channels. */
function invitable({ people, store }: World, id: string): void {
  const person = people.find(id);
  if (id === app.userId) return;
  if (!person || person.kind === 'deactivated') throw new SlackError('user_not_found');
  const isSomewhere = store.channels().some(({ direct, members }) => !direct && members.includes(id));
  if (person.kind === 'single_channel_guest' && isSomewhere) throw new SlackError('ura_max_channels');
}

/** Nobody posts in an archived channel any more, and nobody comes or goes. */
export const conversationsArchive = defineMethod({
  name: 'conversations.archive',
  scope: forManaging,
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    if (channel.direct) throw new SlackError('method_not_supported_for_channel_type');
    if (channel.archived) throw new SlackError('already_archived');
    world.store.record({ is: 'channel', channel: { ...channel, archived: true } });
    return {};
  },
});

export const conversationsUnarchive = defineMethod({
  name: 'conversations.unarchive',
  scope: forManaging,
  arguments: z.object({ channel: Text }),
  answer(world, caller, given) {
    const channel = visibleChannel(world, caller, given.channel);
    if (!channel.archived) throw new SlackError('not_archived');
    world.store.record({ is: 'channel', channel: { ...channel, archived: false } });
    return {};
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
