import { expect, test } from 'vitest';
import { connect, open } from './support/open.ts';
import { call, channels, users } from './support/workspace.ts';

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
