import { expect, test } from 'vitest';
import { channels, users } from '../support/workspace.ts';
import { outcome, room } from './support/room.ts';

const channel = channels.ops;

test('nobody changes or deletes what another wrote, be it a person or the bot', async () => {
  const { bot, as } = await room();
  const { ts: mine = '' } = await bot.chat.postMessage({ channel, text: 'of the bot' });
  const { ts: hers = '' } = await as('dana').chat.postMessage({ channel, text: 'of dana' });

  expect(await outcome(bot.chat.update({ channel, ts: hers, text: 'x' }))).toBe('cant_update_message');
  expect(await outcome(bot.chat.delete({ channel, ts: hers }))).toBe('cant_delete_message');
  expect(await outcome(as('dana').chat.update({ channel, ts: mine, text: 'x' }))).toBe('cant_update_message');
  expect(await outcome(as('dana').chat.delete({ channel, ts: mine }))).toBe('cant_delete_message');
});

test('a message that is not there, or not any more, is message_not_found', async () => {
  const { bot } = await room();
  const { ts = '' } = await bot.chat.postMessage({ channel, text: 'gone soon' });
  await bot.chat.delete({ channel, ts });

  expect(await outcome(bot.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
  expect(await outcome(bot.chat.delete({ channel, ts }))).toBe('message_not_found');
  expect(await outcome(bot.chat.getPermalink({ channel, message_ts: ts }))).toBe('message_not_found');
  expect(await outcome(bot.chat.delete({ channel: channels.incidents, ts }))).toBe('message_not_found');
});

test('an ephemeral message is in no history of the bot and can be neither changed nor deleted nor reacted to', async () => {
  const { bot, as } = await room();
  const { message_ts: ts = '' } = await bot.chat.postEphemeral({ channel, user: users.dana, text: 'psst' });

  const history = await bot.conversations.history({ channel });
  const others = await as('alex').conversations.history({ channel });

  expect([history.messages, others.messages]).toEqual([[], []]);
  expect(await outcome(bot.conversations.replies({ channel, ts }))).toBe('thread_not_found');
  expect(await outcome(bot.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
  expect(await outcome(bot.chat.delete({ channel, ts }))).toBe('message_not_found');
  expect(await outcome(bot.reactions.add({ channel, timestamp: ts, name: 'eyes' }))).toBe('message_not_found');
});

test('an edit with other words is marked as one, an edit of the blocks alone is not', async () => {
  const { bot } = await room();
  const { ts = '' } = await bot.chat.postMessage({ channel, text: 'words' });

  const blocks = await bot.chat.update({ channel, ts, text: 'words', blocks: [{ type: 'divider' }] });
  const words = await bot.chat.update({ channel, ts, text: 'other words' });

  expect(blocks.message).not.toHaveProperty('edited');
  expect(words.message).toMatchObject({ edited: { user: users.bot }, blocks: [{ type: 'divider' }] });
  expect(await outcome(bot.apiCall('chat.update', { channel, ts }))).toBe('no_text');
});
