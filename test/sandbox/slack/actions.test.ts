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

const plain = (text: string) => ({ type: 'plain_text', text });
const options = ['a', 'b', 'c'].map((value) => ({ text: plain(value), value }));
const [a, b] = options;

test.each([
  { element: { type: 'static_select', options }, given: { value: 'b' }, sent: { selected_option: b } },
  {
    element: { type: 'static_select', option_groups: [{ label: plain('all'), options }] },
    given: { value: 'b' },
    sent: { selected_option: b },
  },
  { element: { type: 'radio_buttons', options }, given: { value: 'b' }, sent: { selected_option: b } },
  { element: { type: 'overflow', options }, given: { value: 'b' }, sent: { selected_option: b } },
  { element: { type: 'multi_static_select', options }, given: { values: ['a', 'b'] }, sent: { selected_options: [a, b] } },
  { element: { type: 'checkboxes', options }, given: { values: [] }, sent: { selected_options: [] } },
  { element: { type: 'users_select' }, given: { value: users.kim }, sent: { selected_user: users.kim } },
  { element: { type: 'multi_users_select' }, given: { values: [users.kim] }, sent: { selected_users: [users.kim] } },
  { element: { type: 'channels_select' }, given: { value: channels.random }, sent: { selected_channel: channels.random } },
  { element: { type: 'multi_channels_select' }, given: { values: [channels.random] }, sent: { selected_channels: [channels.random] } },
  { element: { type: 'conversations_select' }, given: { value: channels.ops }, sent: { selected_conversation: channels.ops } },
  { element: { type: 'multi_conversations_select' }, given: { values: [channels.ops] }, sent: { selected_conversations: [channels.ops] } },
  { element: { type: 'datepicker' }, given: { value: '2026-11-26' }, sent: { selected_date: '2026-11-26' } },
  { element: { type: 'timepicker' }, given: { value: '23:59' }, sent: { selected_time: '23:59' } },
  { element: { type: 'datetimepicker' }, given: { value: '1795700000' }, sent: { selected_date_time: 1_795_700_000 } },
])('what is chosen in $element.type comes in the field that Slack has for it', async ({ element, given, sent }) => {
  const place = await open();
  const pressed = awaited<unknown>();
  await connect(place, (app) => app.action('it', async ({ ack, body }) => (pressed.bring(body), ack())));
  const blocks = [{ type: 'actions', block_id: 'B', elements: [{ ...element, action_id: 'it' }] }];
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks });

  const reply = await call(place, 'dana', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'it', ...given });

  expect(reply).toMatchObject({ ok: true });
  const { type } = element;
  expect(await pressed.arrived).toMatchObject({
    actions: [{ type, block_id: 'B', action_id: 'it', ...sent }],
    state: { values: type === 'overflow' ? {} : { B: { it: { type, ...sent } } } },
  });
});

test.each([
  { element: { type: 'users_select' }, given: { value: 'U0NOBODY001' } },
  { element: { type: 'datepicker' }, given: { value: 'tomorrow' } },
  { element: { type: 'timepicker' }, given: { value: '24:00' } },
  { element: { type: 'static_select', options }, given: { value: 'd' } },
  { element: { type: 'multi_static_select', options, max_selected_items: 1 }, given: { values: ['a', 'b'] } },
])('what $element.type cannot have is refused with the reason', async ({ element, given }) => {
  const place = await open();
  const blocks = [{ type: 'actions', elements: [{ ...element, action_id: 'it' }] }];
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks });

  const reply = await call(place, 'dana', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'it', ...given });

  expect(reply).toMatchObject({
    error: 'action_not_found',
    response_metadata: { messages: [`[ERROR] the ${element.type} cannot have this value`] },
  });
});

test('a button in the blocks of an attachment can be pressed', async () => {
  const place = await open();
  const pressed = awaited<unknown>();
  await connect(place, (app) => app.action('old', async ({ ack, body }) => (pressed.bring(body), ack())));
  const attachments = [
    { color: 'good', blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'old', text: plain('Press') }] }] },
  ];
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', attachments });

  expect(await call(place, 'dana', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'old' })).toMatchObject({
    ok: true,
  });

  expect(await pressed.arrived).toMatchObject({ actions: [{ type: 'button', action_id: 'old', block_id: expect.stringMatching(/./) }] });
});

test('a button in a card in a carousel can be pressed, and says what everything else holds', async () => {
  const place = await open();
  const pressed = awaited<unknown>();
  await connect(place, (app) => app.action('more', async ({ ack, body }) => (pressed.bring(body), ack())));
  const card = {
    type: 'card',
    block_id: 'C',
    title: { type: 'mrkdwn', text: 'One' },
    actions: [{ type: 'button', action_id: 'more', text: plain('More') }],
  };
  const picker = { type: 'datepicker', action_id: 'when', initial_date: '2026-01-31' };
  const blocks = [
    { type: 'carousel', elements: [card] },
    { type: 'actions', block_id: 'B', elements: [picker, { type: 'users_select', action_id: 'who' }] },
  ];
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks });

  await call(place, 'dana', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'more' });

  expect(await pressed.arrived).toMatchObject({
    actions: [{ type: 'button', block_id: 'C', action_id: 'more' }],
    state: {
      values: { B: { when: { type: 'datepicker', selected_date: '2026-01-31' }, who: { type: 'users_select', selected_user: null } } },
    },
  });
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
