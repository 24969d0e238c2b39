import { describe, expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect, open } from '../support/open.ts';
import { call, channels, users } from '../support/workspace.ts';

type Given = Readonly<Record<string, unknown>>;

describe('what a message cannot say', () => {
  test.each<{ name: string; given: Given; error: string; messages?: readonly string[] }>([
    { name: 'Markdown beside text', given: { text: 'x', markdown_text: '*y*' }, error: 'markdown_text_conflict' },
    { name: 'Markdown of 12,001 characters', given: { markdown_text: 'x'.repeat(12_001) }, error: 'msg_too_long' },
    {
      name: '101 attachments',
      given: { text: 'x', attachments: Array.from({ length: 101 }, () => ({ text: 'a' })) },
      error: 'too_many_attachments',
    },
    { name: 'attachments that are no list', given: { text: 'x', attachments: '{}' }, error: 'invalid_attachments' },
    {
      name: 'a wrong block in an attachment',
      given: { text: 'x', attachments: [{ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] }] },
      error: 'invalid_blocks',
      messages: [expect.stringContaining('[json-pointer:/attachments/0/blocks/0/text')],
    },
    {
      name: 'blocks of 13,201 characters',
      given: {
        text: 'x',
        blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: { type: 'plain_text', text: 'x'.repeat(2900) } })),
      },
      error: 'msg_blocks_too_long',
    },
    {
      name: 'metadata of 16 kB',
      given: { text: 'x', metadata: { event_type: 'x', event_payload: { key: 'x'.repeat(16_000) } } },
      error: 'metadata_too_large',
    },
    { name: 'metadata that is no JSON', given: { text: 'x', metadata: '{' }, error: 'invalid_metadata_format' },
  ])('$name is $error', async ({ given, error, messages }) => {
    const place = await open();

    const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, ...given });

    expect(reply).toMatchObject({ ok: false, error, ...(messages && { response_metadata: { messages } }) });
  });

  test('more than 40,000 characters are cut, with a warning that stands in the traffic', async () => {
    const place = await open();

    const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x'.repeat(40_001) });

    expect(reply).toMatchObject({ ok: true, warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } });
    expect(reply.message?.text).toHaveLength(40_000);
    expect(place.world.traffic.verdict().problems).toMatchObject([{ what: 'chat.postMessage', says: 'warning message_truncated' }]);
  });

  test('an edit is no longer than 4,000 characters', async () => {
    const place = await open();
    const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x' });

    expect(await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'x'.repeat(4001) })).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await call(place, 'bot', 'chat.update', { channel: channels.ops, ts: '1.000000', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('Markdown becomes a block of its own', async () => {
    const place = await open();

    const { message } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, markdown_text: '**bold**' });

    expect(message).toMatchObject({ text: '**bold**', blocks: [{ type: 'markdown', text: '**bold**' }] });
  });
});

describe('threads', () => {
  test('a reply to a reply joins the thread of its parent', async () => {
    const place = await open();
    const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'parent' });
    const first = await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'reply', thread_ts: ts });

    const second = await call(place, 'kim', 'chat.postMessage', { channel: channels.ops, text: 'reply to it', thread_ts: first.ts });

    expect(second.message?.thread_ts).toBe(ts);
  });

  test('of a deleted parent a tombstone stays while it has replies, and takes no more of them', async () => {
    const place = await open();
    const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'parent' });
    await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'reply', thread_ts: ts });

    await call(place, 'bot', 'chat.delete', { channel: channels.ops, ts });
    const late = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'late', thread_ts: ts });

    const { messages } = await call(place, 'kim', 'conversations.replies', { channel: channels.ops, ts });
    expect(messages).toMatchObject([{ subtype: 'tombstone', text: 'This message was deleted.' }, { text: 'reply' }]);
    expect(late.message?.thread_ts).toBeUndefined();
    expect(await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
  });
});

describe('reactions', () => {
  test('a person adds 23 to a message, and a message takes 50', async () => {
    const place = await open();
    const { ts: timestamp } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x' });
    const names = Object.keys(place.world.emoji.glyphs).filter((name) => place.world.emoji.canonical(name) === name);
    const add = async (who: 'dana' | 'alex' | 'kim', name = '') =>
      (await call(place, who, 'reactions.add', { channel: channels.ops, timestamp, name })).error;

    const errors: (string | undefined)[] = [];
    for (const [index, name] of names.slice(0, 24).entries()) errors[index] = await add('dana', name);
    for (const name of names.slice(30, 53)) await add('alex', name);
    for (const name of names.slice(60, 64)) await add('kim', name);

    expect(errors).toEqual([...Array.from({ length: 23 }, () => undefined), 'too_many_reactions']);
    expect(await add('kim', names[64])).toBe('too_many_emoji');
    expect(await add('kim', names[0])).toBeUndefined();
  });

  test.each([
    { given: { timestamp: '12', name: 'eyes' }, error: 'bad_timestamp' },
    { given: { timestamp: '1000000000.000000', name: 'eyes' }, error: 'message_not_found' },
  ])('on $given.timestamp is $error', async ({ given, error }) => {
    const place = await open();

    expect(await call(place, 'dana', 'reactions.add', { channel: channels.ops, ...given })).toMatchObject({ error });
  });
});

test('what another application’s bot says and does reaches ours, with its own bot id', async () => {
  const place = await open();
  const heard = awaited<unknown>();
  await connect(place, (app) => app.event('reaction_added', async ({ event }) => heard.bring(event)), 1);
  await call(place, 'dana', 'conversations.invite', { channel: channels.ops, users: 'U0DEPLOYS01' });
  const token = place.world.secrets.people['U0DEPLOYS01'] ?? '';
  const as = async (method: string, given: Record<string, string>) =>
    (
      await fetch(`${place.world.url}/api/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(given),
      })
    ).json();
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x' });

  await as('chat.postMessage', { channel: channels.ops, text: 'deployed' });
  await as('reactions.add', { channel: channels.ops, timestamp: ts, name: 'rocket' });

  expect(await heard.arrived).toMatchObject({ user: 'U0DEPLOYS01', reaction: 'rocket', item_user: users.bot });
  const { messages } = await call(place, 'bot', 'conversations.history', { channel: channels.ops });
  expect(messages[0]).toMatchObject({ text: 'deployed', bot_id: 'B0DEPLOYS01', bot_profile: { name: 'Deploys' } });
  expect(await call(place, 'bot', 'users.info', { user: 'U0DEPLOYS01' })).toMatchObject({ user: { is_bot: true } });
});

test('a method that is not there says so, and stands in the traffic', async () => {
  const place = await open();

  expect(await call(place, 'bot', 'chat.brew', {})).toMatchObject({ ok: false, error: 'unknown_method', req_method: 'chat.brew' });
  expect(place.world.traffic.verdict()).toMatchObject({ clean: false, problems: [{ what: 'chat.brew', says: 'unknown_method' }] });
});
