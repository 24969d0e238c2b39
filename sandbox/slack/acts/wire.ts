import { app, otherApp, team } from '../identity.ts';
import { wireFile } from '../files/wire-file.ts';
import { botIdOf } from '../people.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';

const MOST_USERS_SHOWN = 3;

/** A message as the Web API and events show it. `metadata` only where it was asked for. */
export function wireMessage(
  world: World,
  message: Message,
  options: { readonly metadata: boolean; readonly allReactors?: boolean },
): Record<string, unknown> {
  const { channel: _channel, byBot, reactions, metadata, onlyFor, files, ...kept } = message;
  return {
    type: 'message',
    team: team.id,
    ...kept,
    ...(byBot ? botFields(world, message.user) : {}),
    ...(metadata && options.metadata ? { metadata } : {}),
    ...(onlyFor === undefined ? {} : { is_ephemeral: true }),
    ...(message.subtype === 'tombstone' ? { hidden: true } : {}),
    ...(reactions.length > 0 ? { reactions: reactions.map((reaction) => wireReaction(reaction, options.allReactors ?? true)) } : {}),
    ...(files === undefined
      ? {}
      : { files: files.flatMap((id) => world.store.file(id) ?? []).map((file) => wireFile(world, file)), upload: true }),
    ...threadFields(world, message),
  };
}

/** Without `full`, Slack may leave users out of a reaction; `count` is always true. */
function wireReaction({ name, users }: Message['reactions'][number], all: boolean): unknown {
  return { name, users: all ? users : users.slice(0, MOST_USERS_SHOWN), count: users.length };
}

function threadFields(world: World, message: Message): Record<string, unknown> {
  const { store } = world;
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts) {
    const parent = store.message(message.channel, message.thread_ts);
    if (!parent) return {};
    const root = message.subtype === 'thread_broadcast' ? { root: wireMessage(world, parent, { metadata: false }) } : {};
    return { parent_user_id: parent.user, ...root };
  }
  const replies = store.replies(message.channel, message.ts).filter(({ onlyFor }) => onlyFor === undefined);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
  };
}

/** Who wrote it, where that was a bot: the application's own, or that of another one. */
function botFields({ manifest, people }: World, userId: string): Record<string, unknown> {
  const own = userId === app.userId;
  const bot = own
    ? { id: app.botId, app_id: app.id, name: manifest.botName }
    : { id: botIdOf(userId), app_id: otherApp, name: people.find(userId)?.realName ?? '' };
  return { app_id: bot.app_id, bot_id: bot.id, bot_profile: { ...bot, user_id: userId, deleted: false, updated: 0, team_id: team.id } };
}

/** A channel as conversations.list and conversations.info show it to this user. */
export function wireChannel(channel: Channel, userId: string): Record<string, unknown> {
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_org_shared: false,
    context_team_id: team.id,
  };
  if (channel.direct) {
    const other = channel.members.find((id) => id !== userId);
    return {
      ...common,
      is_im: true,
      is_channel: false,
      is_group: false,
      is_mpim: false,
      is_private: true,
      user: other,
      is_user_deleted: false,
    };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: false,
    is_private: channel.private,
    is_general: false,
    is_shared: false,
    is_member: channel.members.includes(userId),
    num_members: channel.members.length,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.topic, creator: '', last_set: 0 },
  };
}
