import { afterEach, expect, test } from 'vitest';
import type { App } from '@slack/bolt';
import type { OpenWorkspace } from '../../../sandbox/slack/open.ts';
import { awaited, connectBolt, type Connected } from './support/bolt.ts';
import { call, channels, users, workspace } from './support/workspace.ts';

const opened: OpenWorkspace[] = [];
const connected: Connected[] = [];

afterEach(async () => {
  await Promise.all(connected.splice(0).map(async ({ stop }) => stop()));
  await Promise.all(opened.splice(0).map(async ({ close }) => close()));
});

async function open(timing: Parameters<typeof workspace>[0] = {}): Promise<OpenWorkspace> {
  const place = await workspace(timing);
  opened.push(place);
  return place;
}

async function connect(place: OpenWorkspace, listen: (app: App) => void, connections = 2): Promise<Connected> {
  const bolt = await connectBolt(place, listen, connections);
  connected.push(bolt);
  return bolt;
}

test('a command reaches the application and its ack is shown to the person only', async () => {
  const place = await open();
  await connect(place, (app) => app.command('/try', async ({ ack, command }) => ack({ text: `you said ${command.text}` })));

  const reply = await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: 'it with @alex' });

  const text = `you said it with <@${users.alex}|alex>`;
  expect(reply).toMatchObject({ ok: true, response: { text, response_type: 'ephemeral' } });
  expect((await call(place, 'dana', 'conversations.history', { channel: channels.ops })).messages).toMatchObject([
    { text, is_ephemeral: true },
  ]);
  expect((await call(place, 'alex', 'conversations.history', { channel: channels.ops })).messages).toEqual([]);
  expect((await call(place, 'bot', 'conversations.history', { channel: channels.ops })).messages).toEqual([]);
});

test('an ack in_channel is shown to everybody below the typed command', async () => {
  const place = await open();
  await connect(place, (app) => app.command('/try', async ({ ack }) => ack({ text: 'for all', response_type: 'in_channel' })));

  await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: 'it' });

  const { messages } = await call(place, 'kim', 'conversations.history', { channel: channels.ops });
  expect(messages.map(({ user, text }) => [user, text])).toEqual([
    [users.bot, 'for all'],
    [users.dana, '/try it'],
  ]);
});

test('a command that the manifest does not name never reaches the application', async () => {
  const place = await open();
  const heard: string[] = [];
  await connect(place, (app) => app.command(/.*/, async ({ ack, command }) => (heard.push(command.command), ack())));

  const reply = await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/other', text: '' });

  expect(reply).toMatchObject({ ok: false, error: 'unknown_command' });
  expect(heard).toEqual([]);
});

test('a command with no application connected is dispatch_failed and the person sees it', async () => {
  const place = await open();

  const reply = await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: '' });

  expect(reply).toMatchObject({ ok: false, error: 'dispatch_failed' });
  const { messages } = await call(place, 'dana', 'conversations.history', { channel: channels.ops });
  expect(messages).toMatchObject([{ is_ephemeral: true, user: 'USLACKBOT', text: expect.stringContaining('dispatch_failed') }]);
});

test('a command that is not acked in time is operation_timeout', async () => {
  const place = await open({ timing: { ackMs: 80 } });
  await connect(place, (app) => app.command('/try', async () => {}));

  const reply = await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: '' });

  expect(reply).toMatchObject({ ok: false, error: 'operation_timeout' });
});

test('a reaction arrives as an event with its author, and is taken back as another', async () => {
  const place = await open();
  const added = awaited<unknown>();
  const removed = awaited<unknown>();
  await connect(place, (app) => {
    app.event('reaction_added', async ({ event }) => added.bring(event));
    app.event('reaction_removed', async ({ event }) => removed.bring(event));
  });
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'approve?' });

  await call(place, 'alex', 'reactions.add', { channel: channels.ops, timestamp: ts, name: 'thumbsup' });
  await call(place, 'alex', 'reactions.remove', { channel: channels.ops, timestamp: ts, name: '+1' });

  const event = { user: users.alex, reaction: '+1', item_user: users.bot, item: { type: 'message', channel: channels.ops, ts } };
  expect(await added.arrived).toMatchObject({ type: 'reaction_added', ...event });
  expect(await removed.arrived).toMatchObject({ type: 'reaction_removed', ...event });
});

test('a mention is an event in channels of the bot and silence elsewhere', async () => {
  const place = await open();
  const heard: string[] = [];
  const last = awaited<void>();
  await connect(place, (app) =>
    app.event('app_mention', async ({ event }) => {
      heard.push(event.text);
      if (event.text.includes('last')) last.bring();
    }),
  );

  await call(place, 'dana', 'chat.postMessage', { channel: channels.random, text: `<@${users.bot}> hidden` });
  await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: `<@${users.bot}> last` });
  await last.arrived;

  expect(heard).toEqual([`<@${users.bot}> last`]);
});

test('an event that nobody could take is delivered when a connection is back, marked as a retry', async () => {
  const place = await open();
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'approve?' });
  await call(place, 'alex', 'reactions.add', { channel: channels.ops, timestamp: ts, name: 'eyes' });
  const seen = awaited<number | undefined>();

  await connect(place, (app) => app.event('reaction_added', async ({ context }) => seen.bring(context.retryNum)));

  expect(await seen.arrived).toBe(1);
});

test('every payload goes to exactly one of several connections', async () => {
  const place = await open();
  const seen: string[] = [];
  const byConnection = [0, 0];
  const listen = (index: number) => (app: App) =>
    app.command('/try', async ({ ack, command }) => {
      seen.push(command.text);
      byConnection[index] = (byConnection[index] ?? 0) + 1;
      await ack();
    });
  await connect(place, listen(0), 1);
  await connect(place, listen(1), 1);

  const sent = Array.from({ length: 40 }, (_, index) => `number ${index}`);
  await Promise.all(sent.map(async (text) => call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text })));

  expect(seen.toSorted()).toEqual(sent.toSorted());
  expect(Math.min(...byConnection)).toBeGreaterThan(0);
});

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

test('a ticket for a connection is good for one use', async () => {
  const place = await open();
  const { url } = await call(place, 'app', 'apps.connections.open');
  const ticket = new URL(String(url)).searchParams.get('ticket') ?? '';

  const uses = [place.world.tickets.redeem(ticket), place.world.tickets.redeem(ticket)];

  expect(uses).toEqual([true, false]);
});
