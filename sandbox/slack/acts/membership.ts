import { eventKinds, publish } from '../delivery/publish.ts';
import { team } from '../identity.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { post } from './messages.ts';

/** Makes somebody a member, says so in the channel, and tells the application. */
export function join(world: World, channel: Channel, userId: string, inviterId?: string): Channel {
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
export function leave(world: World, channel: Channel, userId: string): void {
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

/** Closes a channel, which can be read from then on and not be written to, or opens it again, and tells the application. */
export function setArchived(world: World, channel: Channel, archived: boolean, userId: string): void {
  world.store.record({ is: 'channel', channel: { ...channel, archived } });
  const { open, closed } = channel.private ? archivings.members : archivings.everybody;
  const kind = archived ? closed : open;
  publish(world, kind, channel.id, { type: kind.subscription, channel: channel.id, user: userId, event_ts: world.store.timestamp() });
}

const archivings = {
  everybody: { closed: eventKinds.archived, open: eventKinds.unarchived },
  members: { closed: eventKinds.archivedPrivate, open: eventKinds.unarchivedPrivate },
} as const;
