import { expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../sandbox/slack/open.ts';
import { open } from './support/open.ts';
import { call, channels, users, type Reply, type Who } from './support/workspace.ts';

const metadata = { event_type: 'picture', event_payload: { key: 'run-482' } };

async function post(place: OpenWorkspace, who: Who, given: Readonly<Record<string, unknown>>): Promise<string> {
  return (await call(place, who, 'chat.postMessage', { channel: channels.ops, ...given })).ts;
}

async function history(place: OpenWorkspace, given: Readonly<Record<string, unknown>>): Promise<Reply> {
  return call(place, 'bot', 'conversations.history', { channel: channels.ops, ...given });
}

test('metadata comes back only to those who ask for it', async () => {
  const place = await open();
  await post(place, 'bot', { text: 'card', metadata });

  const [without] = (await call(place, 'bot', 'conversations.history', { channel: channels.ops })).messages;
  const [withIt] = (await call(place, 'bot', 'conversations.history', { channel: channels.ops, include_all_metadata: true })).messages;

  expect(without?.metadata).toBeUndefined();
  expect(withIt?.metadata).toEqual(metadata);
});

test.each<{ name: string; who: Who; given: Readonly<Record<string, unknown>>; error: string }>([
  { name: 'nothing', who: 'bot', given: {}, error: 'no_text' },
  { name: 'only blanks', who: 'bot', given: { text: ' \n' }, error: 'no_text' },
  { name: 'to a channel that is not there', who: 'bot', given: { channel: 'C404', text: 'x' }, error: 'channel_not_found' },
  { name: 'to a channel without the bot', who: 'bot', given: { channel: channels.random, text: 'x' }, error: 'not_in_channel' },
  {
    name: 'as a guest to a channel they cannot know',
    who: 'sam',
    given: { channel: channels.incidents, text: 'x' },
    error: 'channel_not_found',
  },
  { name: 'with a broken thread', who: 'bot', given: { text: 'x', thread_ts: '12' }, error: 'invalid_thread_ts' },
  { name: 'with blocks that are no JSON', who: 'bot', given: { text: 'x', blocks: '[{' }, error: 'invalid_blocks_format' },
  {
    name: 'with metadata without a payload',
    who: 'bot',
    given: { text: 'x', metadata: { event_type: 'x' } },
    error: 'invalid_metadata_format',
  },
])('posting $name is $error', async ({ who, given, error }) => {
  const place = await open();

  const reply = await call(place, who, 'chat.postMessage', { channel: channels.ops, ...given });

  expect(reply).toMatchObject({ ok: false, error });
});

test('an edit keeps the blocks that it does not name, and marks other words as edited', async () => {
  const place = await open();
  const blocks = [{ type: 'divider', block_id: 'line' }];
  const ts = await post(place, 'bot', { text: 'one', blocks, metadata });

  await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'two' });

  const [message] = (await call(place, 'alex', 'conversations.history', { channel: channels.ops, include_all_metadata: true })).messages;
  expect(message).toMatchObject({ ts, text: 'two', blocks, metadata, edited: { user: users.bot } });
});

test('nobody edits or deletes the message of another', async () => {
  const place = await open();
  const ts = await post(place, 'dana', { text: 'mine' });

  const update = await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'x' });
  const deletion = await call(place, 'bot', 'chat.delete', { channel: channels.ops, ts });

  expect([update.error, deletion.error]).toEqual(['cant_update_message', 'cant_delete_message']);
});

test('a reply whose parent was deleted lands in the channel, and only its missing thread_ts says so', async () => {
  const place = await open();
  const parent = await post(place, 'bot', { text: 'parent' });
  await call(place, 'bot', 'chat.delete', { channel: channels.ops, ts: parent });

  const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'stray', thread_ts: parent });

  expect(reply.ok).toBe(true);
  expect(reply.message?.thread_ts).toBeUndefined();
  expect((await call(place, 'bot', 'conversations.replies', { channel: channels.ops, ts: parent })).error).toBe('thread_not_found');
});

test('replies stay in their thread, and the parent counts them', async () => {
  const place = await open();
  const parent = await post(place, 'bot', { text: 'parent' });
  await post(place, 'dana', { text: 'reply', thread_ts: parent });
  await post(place, 'bot', { text: 'for all', thread_ts: parent, reply_broadcast: true });

  const { messages } = await call(place, 'bot', 'conversations.history', { channel: channels.ops });
  const thread = await call(place, 'bot', 'conversations.replies', { channel: channels.ops, ts: parent });

  expect(messages.map(({ text, reply_count }) => [text, reply_count])).toEqual([
    ['for all', undefined],
    ['parent', 2],
  ]);
  expect(thread.messages.map(({ text }) => text)).toEqual(['parent', 'reply', 'for all']);
});

test('an ephemeral message is seen by one person and by no bot', async () => {
  const place = await open();
  const { message_ts: ts } = await call(place, 'bot', 'chat.postEphemeral', { channel: channels.ops, user: users.dana, text: 'psst' });

  const readers: Who[] = ['dana', 'alex', 'bot'];
  const seen = await Promise.all(
    readers.map(async (who) => (await call(place, who, 'conversations.history', { channel: channels.ops })).messages),
  );

  expect(seen.map((messages) => messages.map(({ text }) => text))).toEqual([['psst'], [], []]);
  expect((await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'x' })).error).toBe('message_not_found');
  const stranger = await call(place, 'bot', 'chat.postEphemeral', { channel: channels.incidents, user: users.sam, text: 'x' });
  expect(stranger.error).toBe('user_not_in_channel');
});

test('history is paged newest first and respects its window', async () => {
  const place = await open();
  const all: string[] = [];
  for (const text of ['1', '2', '3', '4', '5']) all.push(await post(place, 'bot', { text }));

  const first = await history(place, { limit: 2 });
  const second = await history(place, { limit: 2, cursor: first.response_metadata?.next_cursor });
  const window = await history(place, { oldest: all[1], latest: all[3] });
  const closed = await history(place, { oldest: all[1], latest: all[3], inclusive: true });

  const texts = [first, second, window, closed].map(({ messages }) => messages.map(({ text }) => text).join(''));
  expect(texts).toEqual(['54', '32', '3', '432']);
  expect((await history(place, { limit: 1000 })).error).toBe('invalid_limit');
});
