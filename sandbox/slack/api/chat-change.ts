import { z } from 'zod';
import { change, remove } from '../acts/messages.ts';
import { withBlockIds } from '../acts/block-ids.ts';
import { wireMessage } from '../acts/wire.ts';
import { lengthOf } from '../blocks/problem.ts';
import { readBlocks } from '../blocks/validate.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import { readAttachments, readMetadata, Text } from './arguments.ts';
import { joinedChannel, sharedMessage } from './lookups.ts';
import { defineMethod } from './method.ts';

const LONGEST_EDIT = 4000;

export const chatUpdate = defineMethod({
  name: 'chat.update',
  scope: 'chat:write',
  arguments: z.object({
    channel: Text,
    ts: Text,
    text: Text.optional(),
    blocks: z.unknown().optional(),
    attachments: z.unknown().optional(),
    metadata: z.unknown().optional(),
  }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    const old = sharedMessage(world, channel.id, given.ts);
    if (old.user !== caller.userId) throw new SlackError('cant_update_message');
    if (channel.archived) throw new SlackError('is_inactive');
    if (lengthOf(given.text ?? '') > LONGEST_EDIT) throw new SlackError('msg_too_long');
    const message = edited(old, given, caller.userId, world.store.timestamp());
    change(world, message);
    return { channel: channel.id, ts: old.ts, text: message.text, message: wireMessage(world, message, { metadata: true }) };
  },
});

/** What a call leaves out is kept; an empty list takes the old blocks away. Only other words make a message "edited". */
function edited(
  old: Message,
  given: { readonly text?: string | undefined; readonly blocks?: unknown; readonly attachments?: unknown; readonly metadata?: unknown },
  user: string,
  ts: string,
): Message {
  const blocks = readBlocks(given.blocks);
  const attachments = readAttachments(given.attachments);
  const metadata = readMetadata(given.metadata);
  const text = given.text ?? old.text;
  const message: Message = {
    ...old,
    text,
    blocks: blocks ? withBlockIds(blocks) : old.blocks,
    attachments: attachments ?? old.attachments,
    metadata: metadata === 'none' ? undefined : (metadata ?? old.metadata),
    edited: text === old.text ? old.edited : { user, ts },
  };
  if (message.text.trim() === '' && !message.blocks?.length && !message.attachments?.length) throw new SlackError('no_text');
  return message;
}

export const chatDelete = defineMethod({
  name: 'chat.delete',
  scope: 'chat:write',
  arguments: z.object({ channel: Text, ts: Text }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    const message = sharedMessage(world, channel.id, given.ts);
    if (message.user !== caller.userId || channel.archived) throw new SlackError('cant_delete_message');
    remove(world, message);
    return { channel: channel.id, ts: message.ts };
  },
});

export const chatGetPermalink = defineMethod({
  name: 'chat.getPermalink',
  arguments: z.object({ channel: Text, message_ts: Text }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    const message = sharedMessage(world, channel.id, given.message_ts);
    const inThread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
    return { channel: channel.id, permalink: `${world.url}/archives/${channel.id}/p${message.ts.replace('.', '')}${inThread}` };
  },
});
