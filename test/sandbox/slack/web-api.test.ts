import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../sandbox/slack/open.ts';
import { call, channels, users, workspace, type Reply, type Who } from './support/workspace.ts';

const opened: OpenWorkspace[] = [];
const metadata = { event_type: 'picture', event_payload: { key: 'run-482' } };

async function fresh(): Promise<OpenWorkspace> {
  const place = await workspace();
  opened.push(place);
  return place;
}

async function post(place: OpenWorkspace, who: Who, given: Readonly<Record<string, unknown>>): Promise<string> {
  return (await call(place, who, 'chat.postMessage', { channel: channels.ops, ...given })).ts;
}

async function history(place: OpenWorkspace, given: Readonly<Record<string, unknown>>): Promise<Reply> {
  return call(place, 'bot', 'conversations.history', { channel: channels.ops, ...given });
}

afterAll(async () => {
  await Promise.all(opened.map(async ({ close }) => close()));
});

describe('who may call', () => {
  test.each<{ who: Who; method: string; error: string }>([
    { who: 'nobody', method: 'auth.test', error: 'not_authed' },
    { who: 'app', method: 'chat.postMessage', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'apps.connections.open', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'chat.command', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'chat.brew', error: 'unknown_method' },
  ])('$who calling $method is told $error', async ({ who, method, error }) => {
    const place = await fresh();

    const reply = await call(place, who, method, { channel: channels.ops, text: 'x' });

    expect(reply).toMatchObject({ ok: false, error });
  });

  test('a scope that the manifest does not name is missing, and the answer says which', async () => {
    const place = await fresh();
    const ts = await post(place, 'bot', { text: 'x' });

    const reply = await call(place, 'bot', 'reactions.add', { channel: channels.ops, timestamp: ts, name: 'eyes' });

    expect(reply).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'reactions:write',
      provided: expect.stringContaining('chat:write'),
    });
  });

  test('an unknown token is invalid_auth, also in a JSON body', async () => {
    const place = await fresh();

    const body = JSON.stringify({ token: 'xoxb-nobody' });
    const response = await fetch(`${place.world.url}/api/auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

    expect(await response.json()).toEqual({ ok: false, error: 'invalid_auth' });
  });

  test.each([
    { name: 'a page of another site', headers: { origin: 'http://evil.example' } },
    { name: 'a name that was made to point at this machine', headers: { host: 'evil.example:3100' } },
  ])('$name is turned away', async ({ headers }) => {
    const place = await fresh();

    const sent = request(`${place.world.url}/start.json`, { headers }).end();
    const [response] = await once(sent, 'response');

    expect(response).toMatchObject({ statusCode: 403 });
  });
});

describe('messages', () => {
  let place: OpenWorkspace;
  beforeEach(async () => {
    place = await fresh();
  });

  test('metadata comes back only to those who ask for it', async () => {
    await post(place, 'bot', { text: 'card', metadata });

    const [without] = (await call(place, 'bot', 'conversations.history', { channel: channels.ops })).messages;
    const [withIt] = (await call(place, 'bot', 'conversations.history', { channel: channels.ops, include_all_metadata: true })).messages;

    expect(without?.metadata).toBeUndefined();
    expect(withIt?.metadata).toEqual(metadata);
  });

  test.each<{ name: string; who: Who; given: Readonly<Record<string, unknown>>; error: string }>([
    { name: 'nothing', who: 'bot', given: {}, error: 'no_text' },
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
    const reply = await call(place, who, 'chat.postMessage', { channel: channels.ops, ...given });

    expect(reply).toMatchObject({ ok: false, error });
  });

  test('an edit keeps the blocks that it does not name, and marks other words as edited', async () => {
    const blocks = [{ type: 'divider', block_id: 'line' }];
    const ts = await post(place, 'bot', { text: 'one', blocks, metadata });

    await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'two' });

    const [message] = (await call(place, 'alex', 'conversations.history', { channel: channels.ops, include_all_metadata: true })).messages;
    expect(message).toMatchObject({ ts, text: 'two', blocks, metadata, edited: { user: users.bot } });
  });

  test('nobody edits or deletes the message of another', async () => {
    const ts = await post(place, 'dana', { text: 'mine' });

    const update = await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'x' });
    const deletion = await call(place, 'bot', 'chat.delete', { channel: channels.ops, ts });

    expect([update.error, deletion.error]).toEqual(['cant_update_message', 'cant_delete_message']);
  });

  test('a reply whose parent was deleted lands in the channel, and only its missing thread_ts says so', async () => {
    const parent = await post(place, 'bot', { text: 'parent' });
    await call(place, 'bot', 'chat.delete', { channel: channels.ops, ts: parent });

    const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'stray', thread_ts: parent });

    expect(reply.ok).toBe(true);
    expect(reply.message?.thread_ts).toBeUndefined();
    expect((await call(place, 'bot', 'conversations.replies', { channel: channels.ops, ts: parent })).error).toBe('thread_not_found');
  });

  test('replies stay in their thread, and the parent counts them', async () => {
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
});

describe('reactions', () => {
  test('a person reacts once with each name, whatever its alias, and takes it back once', async () => {
    const place = await fresh();
    const timestamp = await post(place, 'bot', { text: 'approve?' });
    const react = async (method: string, name: string) =>
      (await call(place, 'alex', method, { channel: channels.ops, timestamp, name })).error;

    const errors = [
      await react('reactions.add', 'thumbsup'),
      await react('reactions.add', '+1'),
      await react('reactions.add', '+1::skin-tone-3'),
      await react('reactions.add', '+1::skin-tone-9'),
      await react('reactions.add', 'no_such_emoji'),
      await react('reactions.remove', 'thumbsup'),
      await react('reactions.remove', 'thumbsup'),
    ];

    expect(errors).toEqual([undefined, 'already_reacted', undefined, 'invalid_name', 'invalid_name', undefined, 'no_reaction']);
    const { message } = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp, full: true });
    expect(message?.reactions).toEqual([{ name: '+1::skin-tone-3', users: [users.alex], count: 1 }]);
  });

  test('only a full reading names everybody who reacted', async () => {
    const place = await fresh();
    const timestamp = await post(place, 'dana', { text: 'lunch?' });
    for (const who of ['dana', 'alex', 'kim', 'sam'] as const)
      await call(place, who, 'reactions.add', { channel: channels.ops, timestamp, name: 'tada' });

    const full = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp, full: true });
    const short = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp });

    expect(full.message?.reactions?.[0]).toMatchObject({ users: [users.dana, users.alex, users.kim, users.sam], count: 4 });
    expect(short.message?.reactions?.[0]?.users.length).toBeLessThan(4);
    expect(short.message?.reactions?.[0]?.count).toBe(4);
  });
});

test('a guest is restricted and sees only their own channels', async () => {
  const place = await fresh();

  const sam = await call(place, 'bot', 'users.info', { user: users.sam });
  const list = await call(place, 'sam', 'conversations.list');

  expect(sam).toMatchObject({ user: { is_restricted: true, is_bot: false } });
  expect(list).toMatchObject({ channels: [{ name: 'ops' }, { name: 'random' }] });
});
