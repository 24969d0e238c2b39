import { eventKinds, publish } from '../delivery/publish.ts';
import { app, slackbot } from '../identity.ts';
import { isBot } from '../people.ts';
import { SlackError } from '../errors.ts';
import type { Block, Channel, Message, Metadata } from '../state/message.ts';
import { isTimestamp } from '../state/timestamps.ts';
import type { World } from '../world.ts';
import { withBlockIds, withNamedAttachments } from './block-ids.ts';
import { wireMessage } from './wire.ts';

/** What somebody wants to say, already checked. */
export interface Draft {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
  readonly attachments?: Message['attachments'];
  readonly metadata?: Metadata | undefined;
  readonly files?: readonly string[];
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly onlyFor?: string | undefined;
  /** The name and picture that a bot gives itself for this message. */
  readonly username?: string | undefined;
  readonly icons?: Message['icons'];
  /** Slack's own notice that somebody joined; it mentions them without calling them. */
  readonly joined?: boolean;
}

/** Puts a message into the channel and tells the application where it may know. */
export function post(world: World, draft: Draft): Message {
  const { store } = world;
  const threadTs = threadOf(world, draft);
  const message: Message = {
    channel: draft.channel,
    ts: store.timestamp(),
    user: draft.user,
    text: draft.text,
    byBot: isBotUser(world, draft.user) && !draft.joined,
    reactions: [],
    blocks: draft.blocks && withBlockIds(draft.blocks),
    attachments: withNamedAttachments(draft.attachments),
    metadata: draft.metadata,
    files: draft.files,
    username: draft.username,
    icons: draft.icons,
    thread_ts: threadTs,
    onlyFor: draft.onlyFor,
    subtype: subtypeOf(draft, threadTs),
  };
  store.record({ is: 'posted', message });
  if (message.onlyFor === undefined) announce(world, message);
  return message;
}

function isBotUser({ people }: World, userId: string): boolean {
  const person = people.find(userId);
  return userId === app.userId || (person !== undefined && isBot(person));
}

function subtypeOf(draft: Draft, threadTs: string | undefined): Message['subtype'] {
  if (draft.joined) return 'channel_join';
  if (draft.broadcast && threadTs !== undefined) return 'thread_broadcast';
  return draft.username === undefined ? undefined : 'bot_message';
}

/** A reply to a message that is gone becomes a message of the channel, as in Slack, and only its missing thread_ts shows it. */
function threadOf({ store }: World, { channel, threadTs }: Draft): string | undefined {
  if (threadTs === undefined || threadTs === '') return undefined;
  if (!isTimestamp(threadTs)) throw new SlackError('invalid_thread_ts');
  const parent = store.message(channel, threadTs);
  if (!parent || parent.onlyFor !== undefined || parent.subtype === 'tombstone') return undefined;
  return parent.thread_ts ?? parent.ts;
}

/** Replaces a message's content in place. */
export function change(world: World, message: Message): void {
  const previous = world.store.message(message.channel, message.ts);
  world.store.record({ is: 'changed', message });
  if (message.onlyFor !== undefined || !previous) return;
  publishMessage(world, message.channel, {
    subtype: 'message_changed',
    message: wireMessage(world, message, { metadata: true }),
    previous_message: wireMessage(world, previous, { metadata: true }),
    hidden: true,
  });
}

/** Takes a message away. Of one with replies a tombstone stays, so that they have a parent, until the last of them is gone. */
export function remove(world: World, message: Message): void {
  const { store } = world;
  if (message.onlyFor === undefined && store.replies(message.channel, message.ts).some(({ onlyFor }) => onlyFor === undefined))
    return change(world, tombstoneOf(message));
  store.record({ is: 'deleted', channel: message.channel, ts: message.ts });
  if (message.onlyFor !== undefined) return;
  publishMessage(world, message.channel, {
    subtype: 'message_deleted',
    deleted_ts: message.ts,
    previous_message: wireMessage(world, message, { metadata: true }),
    hidden: true,
  });
  const parent = message.thread_ts === undefined ? undefined : store.message(message.channel, message.thread_ts);
  if (parent?.subtype === 'tombstone') remove(world, parent);
}

function tombstoneOf({ channel, ts, thread_ts }: Message): Message {
  const text = 'This message was deleted.';
  return { channel, ts, thread_ts, user: slackbot, text, subtype: 'tombstone', byBot: false, reactions: [] };
}

function announce(world: World, message: Message): void {
  // Events call a message with files by a name of its own; history does not.
  const shared = message.files === undefined ? {} : { subtype: 'file_share' };
  const wire = { ...wireMessage(world, message, { metadata: true }), ...shared, channel: message.channel };
  publishMessage(world, message.channel, wire, message.ts);
  // In a direct conversation every message is meant for the bot, and Slack calls none of them a mention.
  const isDirect = world.store.channel(message.channel)?.direct ?? false;
  if (isDirect || message.user === app.userId || message.subtype === 'channel_join' || !message.text.includes(`<@${app.userId}`)) return;
  publish(world, eventKinds.mention, message.channel, { ...wire, type: 'app_mention', event_ts: message.ts });
}

function publishMessage(
  world: World,
  channelId: string,
  event: Readonly<Record<string, unknown>>,
  eventTs = world.store.timestamp(),
): void {
  const { kind, type } = audiences[audienceOf(world.store.channel(channelId))];
  publish(world, kind, channelId, {
    ...event,
    type: 'message',
    channel: channelId,
    channel_type: type,
    event_ts: eventTs,
    ...(eventTs === event['ts'] ? {} : { ts: eventTs }),
  });
}

/** The event and the word for its `channel_type`, by who can read along. */
const audiences = {
  everybody: { kind: eventKinds.channelMessage, type: 'channel' },
  members: { kind: eventKinds.groupMessage, type: 'group' },
  one: { kind: eventKinds.directMessage, type: 'im' },
} as const;

function audienceOf(channel: Channel | undefined): keyof typeof audiences {
  if (channel?.direct) return 'one';
  return channel?.private ? 'members' : 'everybody';
}
