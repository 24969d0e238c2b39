import { z } from 'zod';
import { post } from '../acts/messages.ts';
import { wireMessage } from '../acts/wire.ts';
import { readBlocks } from '../blocks/validate.ts';
import { lengthOf } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import type { Block, Message } from '../state/message.ts';
import { Flag, readAttachments, readMetadata, Text } from './arguments.ts';
import { destination, writableChannel } from './lookups.ts';
import { defineMethod } from './method.ts';

const LONGEST_TEXT = 40_000;

const Content = { text: Text.optional(), blocks: z.unknown().optional(), attachments: z.unknown().optional() };

interface Content {
  readonly text: string;
  readonly blocks: readonly Block[] | undefined;
  readonly attachments: Message['attachments'];
}

/** What a call wants to say. Throws `no_text` when it is nothing. */
function readContent(given: { readonly text?: string | undefined; readonly blocks?: unknown; readonly attachments?: unknown }): Content {
  const blocks = readBlocks(given.blocks);
  const attachments = readAttachments(given.attachments);
  const text = given.text ?? '';
  if (text.trim() === '' && !blocks?.length && !attachments?.length) throw new SlackError('no_text');
  return { text, blocks, attachments };
}

export const chatPostMessage = defineMethod({
  name: 'chat.postMessage',
  scope: 'chat:write',
  arguments: z.object({ channel: Text, ...Content, thread_ts: Text.optional(), reply_broadcast: Flag, metadata: z.unknown().optional() }),
  answer(world, caller, given) {
    const channel = destination(world, caller, given.channel);
    const { text, blocks, attachments } = readContent(given);
    const metadata = readMetadata(given.metadata);
    const message = post(world, {
      channel: channel.id,
      user: caller.userId,
      text: lengthOf(text) > LONGEST_TEXT ? Array.from(text).slice(0, LONGEST_TEXT).join('') : text,
      blocks,
      attachments,
      metadata: metadata === 'none' ? undefined : metadata,
      threadTs: given.thread_ts,
      broadcast: given.reply_broadcast,
    });
    const warning =
      lengthOf(text) > LONGEST_TEXT ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {};
    return { channel: channel.id, ts: message.ts, message: wireMessage(world, message, { metadata: true }), ...warning };
  },
});

export const chatPostEphemeral = defineMethod({
  name: 'chat.postEphemeral',
  scope: 'chat:write',
  tokens: ['bot'],
  arguments: z.object({ channel: Text, user: Text, ...Content, thread_ts: Text.optional() }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    const isThere = channel.members.includes(given.user) && world.people.find(given.user)?.kind !== 'deactivated';
    if (!isThere) throw new SlackError('user_not_in_channel');
    const content = readContent(given);
    if (lengthOf(content.text) > LONGEST_TEXT) throw new SlackError('msg_too_long');
    const message = post(world, { channel: channel.id, user: caller.userId, ...content, threadTs: given.thread_ts, onlyFor: given.user });
    return { message_ts: message.ts };
  },
});
