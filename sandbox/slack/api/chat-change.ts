import { z } from 'zod';
import { change, remove } from '../acts/messages.ts';
import { withBlockIds, withNamedAttachments } from '../acts/block-ids.ts';
import { wireMessage } from '../acts/wire.ts';
import { lengthOf } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { showPictures } from '../files/in-blocks.ts';
import type { Message } from '../state/message.ts';
import { Flag, Text } from './arguments.ts';
import { contentArguments, readContent, requireSomething, type Content } from './content.ts';
import { joinedChannel, sharedMessage } from './lookups.ts';
import { readMetadata } from './metadata.ts';
import { defineMethod } from './method.ts';

const LONGEST_EDIT = 4000;

export const chatUpdate = defineMethod({
  name: 'chat.update',
  scope: 'chat:write',
  arguments: z.object({ channel: Text, ts: Text, ...contentArguments, metadata: z.unknown().optional(), reply_broadcast: Flag }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    const old = sharedMessage(world, channel.id, given.ts);
    if (old.user !== caller.userId) throw new SlackError('cant_update_message');
    if (channel.archived) throw new SlackError('is_inactive');
    const content = readContent(given);
    if (given.reply_broadcast) requireBroadcastable(old, content);
    // The limit is on the text; Markdown has one of its own.
    if (given.markdown_text === undefined && lengthOf(content.text ?? '') > LONGEST_EDIT) throw new SlackError('msg_too_long');
    if (isNothing(content) && !given.reply_broadcast) throw new SlackError('no_text');
    showPictures(world, caller.userId, channel.id, content.blocks);
    const metadata = readMetadata(caller, given.metadata);
    const subtype = given.reply_broadcast ? 'thread_broadcast' : old.subtype;
    const message = { ...edited(old, content, metadata, { user: caller.userId, ts: world.store.timestamp() }), subtype };
    change(world, message);
    return { channel: channel.id, ts: old.ts, text: message.text, message: wireMessage(world, message, { metadata: true }) };
  },
});

function isNothing({ text, blocks, attachments }: Content): boolean {
  return text === undefined && !blocks && !attachments;
}

/** Only a reply can be shown in the channel too, and not with other content at once. */
function requireBroadcastable({ thread_ts, text }: Message, content: Content): void {
  if (thread_ts === undefined) throw new SlackError('cant_broadcast_message');
  if (!isNothing({ ...content, text: content.text === text ? undefined : content.text }))
    throw new SlackError('no_dual_broadcast_content_update');
}

/** What a call leaves out is kept; an empty list takes the old blocks away. Only other words make a message "edited". */
function edited(old: Message, content: Content, metadata: ReturnType<typeof readMetadata>, by: NonNullable<Message['edited']>): Message {
  const text = content.text ?? old.text;
  const blocks = content.blocks ? withBlockIds(content.blocks) : old.blocks;
  const attachments = withNamedAttachments(content.attachments) ?? old.attachments;
  requireSomething({ text, blocks, attachments });
  return {
    ...old,
    text,
    blocks,
    attachments,
    metadata: metadata === 'none' ? undefined : (metadata ?? old.metadata),
    edited: text === old.text ? old.edited : by,
  };
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
