import { z } from 'zod';
import { post } from '../acts/messages.ts';
import { wireMessage } from '../acts/wire.ts';
import { lengthOf } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { Flag, readMetadata, Text } from './arguments.ts';
import { contentArguments, readMessage } from './content.ts';
import { destination, writableChannel } from './lookups.ts';
import { forWriting } from './scopes.ts';
import { defineMethod } from './method.ts';

const LONGEST_TEXT = 40_000;

export const chatPostMessage = defineMethod({
  name: 'chat.postMessage',
  scope: forWriting,
  arguments: z.object({
    channel: Text,
    ...contentArguments,
    thread_ts: Text.optional(),
    reply_broadcast: Flag,
    metadata: z.unknown().optional(),
  }),
  answer(world, caller, given) {
    const channel = destination(world, caller, given.channel);
    const { text, blocks, attachments } = readMessage(given);
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
  scope: forWriting,
  tokens: ['bot'],
  arguments: z.object({ channel: Text, user: Text, ...contentArguments, thread_ts: Text.optional() }),
  answer(world, caller, given) {
    const channel = writableChannel(world, caller, given.channel);
    if (!channel.members.includes(given.user)) throw new SlackError('user_not_in_channel');
    const content = readMessage(given);
    if (lengthOf(content.text) > LONGEST_TEXT) throw new SlackError('msg_too_long');
    const message = post(world, { channel: channel.id, user: caller.userId, ...content, threadTs: given.thread_ts, onlyFor: given.user });
    return { message_ts: message.ts };
  },
});
