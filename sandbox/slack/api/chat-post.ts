import { z } from 'zod';
import { post, type Draft } from '../acts/messages.ts';
import { wireMessage } from '../acts/wire.ts';
import { lengthOf } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { showPictures } from '../files/in-blocks.ts';
import type { World } from '../world.ts';
import { Flag, Text } from './arguments.ts';
import { contentArguments, readContent, requireSomething } from './content.ts';
import { destination, writableChannel } from './lookups.ts';
import { readMetadata } from './metadata.ts';
import { defineMethod, type Caller, type Reply } from './method.ts';
import { requireOneOf } from './scopes.ts';

const LONGEST_TEXT = 40_000;

const disguiseArguments = { username: Text.optional(), icon_emoji: Text.optional(), icon_url: Text.optional() };

interface Disguise {
  readonly username?: string | undefined;
  readonly icon_emoji?: string | undefined;
  readonly icon_url?: string | undefined;
}

/** The name and picture that a bot gives itself for one message, which needs a scope of its own; people cannot. */
function disguiseOf(world: World, caller: Caller, given: Disguise): Pick<Draft, 'username' | 'icons'> {
  const { username, icon_emoji: emoji, icon_url: url } = given;
  if ((!username && !emoji && !url) || caller.kind !== 'bot') return {};
  requireOneOf(world, caller, ['chat:write.customize']);
  return { username: username ?? world.manifest.botName, icons: emoji ? { emoji } : url ? { image_48: url } : undefined };
}

/** Text beyond the longest is cut off, and only a warning says so. */
function shortened(text: string): { readonly text: string; readonly warned: Reply } {
  if (lengthOf(text) <= LONGEST_TEXT) return { text, warned: {} };
  const warning = 'message_truncated';
  return {
    text: Array.from(text).slice(0, LONGEST_TEXT).join(''),
    warned: { warning, response_metadata: { warnings: [warning] } },
  };
}

export const chatPostMessage = defineMethod({
  name: 'chat.postMessage',
  scope: 'chat:write',
  arguments: z.object({
    channel: Text,
    ...contentArguments,
    ...disguiseArguments,
    thread_ts: Text.optional(),
    reply_broadcast: Flag,
    metadata: z.unknown().optional(),
  }),
  answer(world, caller, given) {
    const channel = destination(world, caller, given.channel);
    const disguise = disguiseOf(world, caller, given);
    const content = readContent(given);
    requireSomething(content);
    showPictures(world, caller.userId, channel.id, content.blocks);
    const metadata = readMetadata(caller, given.metadata);
    const { text, warned } = shortened(content.text ?? '');
    const message = post(world, {
      ...content,
      ...disguise,
      text,
      channel: channel.id,
      user: caller.userId,
      metadata: metadata === 'none' ? undefined : metadata,
      threadTs: given.thread_ts,
      broadcast: given.reply_broadcast,
    });
    return { channel: channel.id, ts: message.ts, message: wireMessage(world, message, { metadata: true }), ...warned };
  },
});

export const chatPostEphemeral = defineMethod({
  name: 'chat.postEphemeral',
  scope: 'chat:write',
  tokens: ['bot'],
  arguments: z.object({ channel: Text, user: Text, ...contentArguments, ...disguiseArguments, thread_ts: Text.optional() }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    const isThere = channel.members.includes(given.user) && world.people.find(given.user)?.kind !== 'deactivated';
    if (!isThere) throw new SlackError('user_not_in_channel');
    const disguise = disguiseOf(world, caller, given);
    const content = readContent(given);
    requireSomething(content);
    showPictures(world, caller.userId, channel.id, content.blocks);
    const text = content.text ?? '';
    if (lengthOf(text) > LONGEST_TEXT) throw new SlackError('msg_too_long');
    const draft: Draft = { ...content, ...disguise, text, channel: channel.id, user: caller.userId, threadTs: given.thread_ts };
    return { message_ts: post(world, { ...draft, onlyFor: given.user }).ts };
  },
});
