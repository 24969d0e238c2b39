import { describe, expect, test } from 'vitest';
import { open } from '../support/open.ts';
import { openScoped } from '../support/scoped.ts';
import { call, channels, users, type Who } from '../support/workspace.ts';

const leads = 'C0LEADS0001';
const lee = 'U0LEE000001';
type Given = Readonly<Record<string, unknown>>;

test.each<{ who: Who; method: string; given: Given; error: string | undefined }>([
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.ops, users: users.dana }, error: 'cant_invite_self' },
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.ops, users: users.kim }, error: 'already_in_channel' },
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.ops, users: 'U404' }, error: 'user_not_found' },
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.ops, users: lee }, error: 'user_not_found' },
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.ops, users: '' }, error: 'no_user' },
  { who: 'dana', method: 'conversations.invite', given: { channel: leads, users: users.bot }, error: 'channel_not_found' },
  { who: 'sam', method: 'conversations.invite', given: { channel: channels.random, users: users.bot }, error: 'user_is_restricted' },
  { who: 'dana', method: 'conversations.kick', given: { channel: channels.ops, user: users.dana }, error: 'cant_kick_self' },
  { who: 'dana', method: 'conversations.kick', given: { channel: channels.incidents, user: users.sam }, error: 'not_in_channel' },
  { who: 'dana', method: 'conversations.join', given: { channel: leads }, error: 'channel_not_found' },
  { who: 'sam', method: 'conversations.join', given: { channel: channels.incidents }, error: 'channel_not_found' },
  { who: 'dana', method: 'conversations.list', given: { types: 'secret_channel' }, error: 'invalid_types' },
  { who: 'dana', method: 'conversations.unarchive', given: { channel: channels.ops }, error: 'not_archived' },
  { who: 'dana', method: 'conversations.invite', given: { channel: channels.random, users: users.bot }, error: undefined },
])('$who, $method, $given: $error', async ({ who, method, given, error }) => {
  const place = await open();

  expect((await call(place, who, method, given)).error).toBe(error);
});

describe('an archived channel', () => {
  test.each<{ who: Who; method: string; given: Given }>([
    { who: 'bot', method: 'chat.postMessage', given: { text: 'x' } },
    { who: 'bot', method: 'chat.postEphemeral', given: { text: 'x', user: users.dana } },
    { who: 'dana', method: 'reactions.add', given: { name: 'eyes' } },
    { who: 'bot', method: 'chat.update', given: { text: 'y' } },
    { who: 'dana', method: 'conversations.invite', given: { users: users.rio } },
    { who: 'dana', method: 'conversations.leave', given: {} },
  ])('takes no $method', async ({ who, method, given }) => {
    const place = await open();
    const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'before' });
    await call(place, 'dana', 'conversations.archive', { channel: channels.ops });

    const reply = await call(place, who, method, { channel: channels.ops, ts, timestamp: ts, ...given });

    expect(reply).toMatchObject({ ok: false, error: 'is_archived' });
  });

  test('is read on, left out of lists on request, and opened again', async () => {
    const place = await open();
    await call(place, 'dana', 'conversations.archive', { channel: channels.ops });

    expect(await call(place, 'dana', 'conversations.archive', { channel: channels.ops })).toMatchObject({ error: 'already_archived' });
    expect(await call(place, 'bot', 'conversations.history', { channel: channels.ops })).toMatchObject({ ok: true });
    expect(await call(place, 'bot', 'conversations.list', { exclude_archived: true })).toMatchObject({
      channels: [{ name: 'incidents' }, { name: 'random' }],
    });
    await call(place, 'dana', 'conversations.unarchive', { channel: channels.ops });
    expect(await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x' })).toMatchObject({ ok: true });
  });
});

test('private channels are listed for their members only, and only where they are asked for', async () => {
  const place = await openScoped(['channels:read', 'groups:read']);
  const types = 'public_channel,private_channel';

  const names = async (who: Who, given: Given) => JSON.stringify((await call(place, who, 'conversations.list', given))['channels']);

  expect(await names('alex', { types })).toContain('"leads"');
  expect(await names('alex', {})).not.toContain('"leads"');
  expect(await names('dana', { types })).not.toContain('"leads"');
  expect(await names('bot', { types })).not.toContain('"leads"');
});

test.each<{ method: string; list: string; given: Given }>([
  { method: 'conversations.list', list: 'channels', given: {} },
  { method: 'conversations.members', list: 'members', given: { channel: channels.ops } },
  { method: 'users.list', list: 'members', given: {} },
])('$method is read page by page', async ({ method, list, given }) => {
  const place = await open();
  const whole = await call(place, 'bot', method, given);

  const pages: unknown[] = [];
  for (let cursor = 'first'; cursor !== '';) {
    const page = await call(place, 'bot', method, { ...given, limit: 2, ...(cursor === 'first' ? {} : { cursor }) });
    pages.push(page[list]);
    cursor = page.response_metadata?.next_cursor ?? '';
  }

  expect(pages.flat()).toEqual(whole[list]);
  expect(pages.length).toBeGreaterThan(1);
  expect(await call(place, 'bot', method, { ...given, cursor: 'bm90aGluZw==' })).toMatchObject({ error: 'invalid_cursor' });
  expect(await call(place, 'bot', method, { ...given, limit: 'many' })).toMatchObject({ error: 'invalid_limit' });
});

test('who is deactivated can do nothing, and the application hears of it', async () => {
  const place = await open();
  place.world.store.record({ is: 'person', id: users.dana, deactivated: true });

  expect(await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'x' })).toMatchObject({ error: 'account_inactive' });
  expect(await call(place, 'bot', 'users.info', { user: users.dana })).toMatchObject({ user: { deleted: true } });
});
