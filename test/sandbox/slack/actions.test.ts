import { expect, test } from 'vitest';
import { awaited } from './support/bolt.ts';
import { connect, open } from './support/open.ts';
import { call, channels, users } from './support/workspace.ts';

test('a pressed button brings the message as it was, and is answered through its response_url', async () => {
  const place = await open();
  const pressed = awaited<unknown>();
  await connect(place, (app) =>
    app.action('go', async ({ ack, body, respond }) => {
      await ack();
      pressed.bring(body);
      await respond({ text: 'done', replace_original: true });
    }),
  );
  const elements = ['one', 'two'].map((value) => ({ type: 'button', action_id: 'go', value, text: { type: 'plain_text', text: value } }));
  const blocks = elements.map((element) => ({ type: 'actions', elements: [element] }));
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'press', blocks });

  const reply = await call(place, 'alex', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'go', value: 'two' });

  expect(reply.ok).toBe(true);
  expect(await pressed.arrived).toMatchObject({
    user: { id: users.alex },
    message: { ts, text: 'press' },
    container: { is_ephemeral: false },
    actions: [{ action_id: 'go', value: 'two' }],
  });
  await expect
    .poll(async () => (await call(place, 'kim', 'conversations.history', { channel: channels.ops })).messages)
    .toMatchObject([{ ts, text: 'done' }]);
});

test.each([
  { name: 'an action that the message does not have', given: { action_id: 'other' }, error: 'action_not_found' },
  { name: 'a value that no button has', given: { action_id: 'go', value: 'three' }, error: 'action_not_found' },
  { name: 'one of several buttons without saying which', given: { action_id: 'go' }, error: 'action_ambiguous' },
])('pressing $name is $error', async ({ given, error }) => {
  const place = await open();
  const elements = ['one', 'two'].map((value) => ({ type: 'button', action_id: 'go', value, text: { type: 'plain_text', text: value } }));
  const blocks = elements.map((element) => ({ type: 'actions', elements: [element] }));
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'press', blocks });

  const reply = await call(place, 'alex', 'blocks.actions', { channel: channels.ops, message_ts: ts, ...given });

  expect(reply).toMatchObject({ ok: false, error });
});

test('a response_url works five times and then is gone', async () => {
  const place = await open();
  const url = awaited<string>();
  await connect(place, (app) => app.command('/try', async ({ ack, command }) => (url.bring(command.response_url), ack())));
  await call(place, 'dana', 'chat.command', { channel: channels.random, command: '/try', text: '' });
  const address = await url.arrived;

  const statuses: number[] = [];
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const body = JSON.stringify({ text: `answer ${number}` });
    statuses.push((await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status);
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect((await call(place, 'dana', 'conversations.history', { channel: channels.random })).messages).toHaveLength(5);
  expect((await call(place, 'alex', 'conversations.history', { channel: channels.random })).messages).toEqual([]);
});
