import type { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { channels, users } from '../support/workspace.ts';
import { outcome, room } from './support/room.ts';

const channel = channels.ops;

async function say(client: WebClient, text: string, given: { thread_ts?: string; reply_broadcast?: boolean } = {}): Promise<string> {
  return (await client.apiCall('chat.postMessage', { channel, text, ...given })).ok ? lastOf(client, given.thread_ts) : '';
}

async function lastOf(client: WebClient, thread?: string): Promise<string> {
  if (thread === undefined) return (await client.conversations.history({ channel, limit: 1 })).messages?.[0]?.ts ?? '';
  return (await client.conversations.replies({ channel, ts: thread })).messages?.at(-1)?.ts ?? '';
}

async function inChannel(client: WebClient): Promise<readonly (string | undefined)[]> {
  return (await client.conversations.history({ channel })).messages?.map(({ text }) => text).toReversed() ?? [];
}

test('a reply to a reply joins the thread of its parent', async () => {
  const { bot } = await room();
  const parent = await say(bot, 'parent');
  const first = await say(bot, 'first', { thread_ts: parent });

  const { message } = await bot.chat.postMessage({ channel, text: 'second', thread_ts: first });

  expect(message).toMatchObject({ thread_ts: parent, parent_user_id: users.bot });
  const { messages } = await bot.conversations.replies({ channel, ts: parent });
  expect(messages?.map(({ text }) => text)).toEqual(['parent', 'first', 'second']);
  expect(messages?.[0]).toMatchObject({ reply_count: 2, reply_users: [users.bot], reply_users_count: 1, latest_reply: messages?.[2]?.ts });
});

test.each(['12', '1700000000.1234', 'p1700000000123456', '1700000000,123456'])(
  'the thread_ts %s has not the form of one and is invalid_thread_ts',
  async (thread) => {
    const { bot } = await room();

    expect(await outcome(bot.chat.postMessage({ channel, text: 'x', thread_ts: thread }))).toBe('invalid_thread_ts');
    expect(await inChannel(bot)).toEqual([]);
  },
);

test.each([
  { name: 'that was deleted', kill: async (bot: WebClient, ts: string) => bot.chat.delete({ channel, ts }) },
  {
    name: 'of which a tombstone is left',
    async kill(bot: WebClient, ts: string) {
      await say(bot, 'reply', { thread_ts: ts });
      return bot.chat.delete({ channel, ts });
    },
  },
])('a reply to a parent $name lands in the channel, and only its missing thread_ts says so', async ({ kill }) => {
  const { bot } = await room();
  const parent = await say(bot, 'parent');
  await kill(bot, parent);

  const reply = await bot.chat.postMessage({ channel, text: 'stray', thread_ts: parent });

  expect(reply).toMatchObject({ ok: true, message: { text: 'stray' } });
  expect(reply.message).not.toHaveProperty('thread_ts');
  expect(reply).not.toHaveProperty('warning');
  expect((await inChannel(bot)).at(-1)).toBe('stray');
});

test('a reply to a parent that never was lands in the channel as well', async () => {
  const { bot } = await room();

  const reply = await bot.chat.postMessage({ channel, text: 'stray', thread_ts: '1700000000.123456' });

  expect(reply.message).not.toHaveProperty('thread_ts');
});

test('only reading a thread says that there is none', async () => {
  const { bot } = await room();
  const parent = await say(bot, 'parent');
  await bot.chat.delete({ channel, ts: parent });

  expect(await outcome(bot.conversations.replies({ channel, ts: parent }))).toBe('thread_not_found');
  expect(await outcome(bot.conversations.replies({ channel, ts: '1700000000.123456' }))).toBe('thread_not_found');
});

test('a deleted parent stays as a tombstone while it has replies, and goes with the last of them', async () => {
  const { bot } = await room();
  const parent = await say(bot, 'secret');
  const reply = await say(bot, 'reply', { thread_ts: parent });
  await bot.chat.delete({ channel, ts: parent });

  const [tombstone] = (await bot.conversations.history({ channel })).messages ?? [];
  const thread = await bot.conversations.replies({ channel, ts: parent });
  const ts = parent;
  const touched = [
    await outcome(bot.chat.update({ channel, ts, text: 'x' })),
    await outcome(bot.chat.delete({ channel, ts })),
    await outcome(bot.reactions.add({ channel, timestamp: ts, name: 'eyes' })),
  ];
  await bot.chat.delete({ channel, ts: reply });

  expect(tombstone).toMatchObject({ subtype: 'tombstone', user: 'USLACKBOT', hidden: true, ts: parent, reply_count: 1 });
  expect(JSON.stringify(tombstone)).not.toContain('secret');
  expect(thread.messages?.map(({ text }) => text)).toEqual(['This message was deleted.', 'reply']);
  expect(touched).toEqual(['message_not_found', 'message_not_found', 'message_not_found']);
  expect(await inChannel(bot)).toEqual([]);
});

test('deleting a parent with replies is the event of a change, and without them that of a deletion', async () => {
  const { place, as } = await room();
  const events: unknown[] = [];
  const done = awaited<void>();
  await connect(place, (app) =>
    app.event('message', async ({ event }) => {
      if (event.subtype === undefined) return;
      events.push(event.subtype === 'message_changed' ? [event.subtype, event.message.subtype] : [event.subtype]);
      if (events.length === 2) done.bring();
    }),
  );
  const dana = as('dana');
  const alone = await say(dana, 'alone');
  const parent = await say(dana, 'parent');
  await say(dana, 'reply', { thread_ts: parent });

  await dana.chat.delete({ channel, ts: alone });
  await dana.chat.delete({ channel, ts: parent });
  await done.arrived;

  expect(events).toEqual(expect.arrayContaining([['message_deleted'], ['message_changed', 'tombstone']]));
});

test('a reply for all stands in the channel too, with its parent', async () => {
  const { bot } = await room();
  const parent = await say(bot, 'parent');

  const { message } = await bot.chat.postMessage({ channel, text: 'for all', thread_ts: parent, reply_broadcast: true });

  expect(message).toMatchObject({ subtype: 'thread_broadcast', thread_ts: parent, root: { ts: parent, text: 'parent', reply_count: 1 } });
  expect(await inChannel(bot)).toEqual(['parent', 'for all']);
});

test('a reply can be shown to all later, but not with other words at once', async () => {
  const { bot } = await room();
  const parent = await say(bot, 'parent');
  const ts = await say(bot, 'reply', { thread_ts: parent });
  const broadcast = async (id: string, text: string) =>
    outcome(bot.apiCall('chat.update', { channel, ts: id, text, reply_broadcast: true }));

  expect(await broadcast(parent, 'parent')).toBe('cant_broadcast_message');
  expect(await broadcast(ts, 'other words')).toBe('no_dual_broadcast_content_update');
  expect(await inChannel(bot)).toEqual(['parent']);
  expect(await broadcast(ts, 'reply')).toBe('ok');
  expect(await inChannel(bot)).toEqual(['parent', 'reply']);
});
