import { describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { call, channels, users, type Who } from '../support/workspace.ts';
import { runLunch } from './run.ts';

const { ops } = channels;

async function seen(place: OpenWorkspace, who: Who): Promise<readonly (readonly [string, string])[]> {
  const { messages } = await call(place, who, 'conversations.history', { channel: ops });
  return messages.map(({ user, text }) => [user, text] as const).toReversed();
}

async function replies(place: OpenWorkspace, ts: string): Promise<readonly string[]> {
  const { messages } = await call(place, 'kim', 'conversations.replies', { channel: ops, ts });
  return messages.map(({ text }) => text).slice(1);
}

/** Whatever the transport, the application behaved: everything was acked, and Slack had nothing to complain of. */
async function expectGoodManners({ world }: OpenWorkspace): Promise<void> {
  await expect.poll(() => world.traffic.verdict()).toMatchObject({ clean: true, problems: [], unsent: 0 });
}

describe.each(['Socket Mode', 'HTTP'] as const)('an unchanged Bolt application over %s', (transport) => {
  test('answers a command in its ack, to the person only', async () => {
    const place = await runLunch(transport);

    const reply = await call(place, 'dana', 'chat.command', { channel: ops, command: '/lunch', text: 'where' });

    expect(reply).toMatchObject({ ok: true, response: { text: `<@${users.dana}>, the canteen is open`, response_type: 'ephemeral' } });
    expect(await seen(place, 'dana')).toEqual([[users.bot, `<@${users.dana}>, the canteen is open`]]);
    expect(await seen(place, 'alex')).toEqual([]);
    await expectGoodManners(place);
  });

  test('answers a command later through its response_url, to everybody', async () => {
    const place = await runLunch(transport);

    await call(place, 'dana', 'chat.command', { channel: ops, command: '/lunch', text: 'later' });

    await expect.poll(async () => seen(place, 'alex')).toEqual([[users.bot, 'Soup, at noon']]);
    await expectGoodManners(place);
  });

  test('hears that it was mentioned and answers in a thread', async () => {
    const place = await runLunch(transport);

    const { ts } = await call(place, 'dana', 'chat.postMessage', { channel: ops, text: `<@${users.bot}> are you there?` });

    await expect.poll(async () => replies(place, ts)).toEqual([`Hungry, <@${users.dana}>?`]);
    await expectGoodManners(place);
  });

  test('hears of a reaction', async () => {
    const place = await runLunch(transport);
    const { ts } = await call(place, 'dana', 'chat.postMessage', { channel: ops, text: 'Pizza?' });

    await call(place, 'alex', 'reactions.add', { channel: ops, timestamp: ts, name: 'thumbsup' });

    await expect.poll(async () => replies(place, ts)).toEqual([`<@${users.alex}> says +1`]);
    await expectGoodManners(place);
  });

  test('shows a button, whispers to who pressed it and replaces the message', async () => {
    const place = await runLunch(transport);
    await call(place, 'dana', 'chat.command', { channel: ops, command: '/lunch', text: 'vote' });
    await expect.poll(async () => seen(place, 'alex')).toEqual([[users.bot, 'Pasta?']]);
    const [message] = (await call(place, 'alex', 'conversations.history', { channel: ops })).messages;

    const reply = await call(place, 'alex', 'blocks.actions', { channel: ops, message_ts: message?.ts, action_id: 'vote' });

    expect(reply).toMatchObject({ ok: true });
    const whispered = [users.bot, 'Your vote counts'];
    await expect.poll(async () => seen(place, 'alex')).toEqual([[users.bot, 'Pasta it is'], whispered]);
    expect(await seen(place, 'kim')).toEqual([[users.bot, 'Pasta it is']]);
    await expectGoodManners(place);
  });

  test('uploads a file', async () => {
    const place = await runLunch(transport);

    await call(place, 'dana', 'chat.command', { channel: ops, command: '/lunch', text: 'menu' });

    await expect
      .poll(async () => (await call(place, 'alex', 'conversations.history', { channel: ops })).messages)
      .toMatchObject([{ user: users.bot, text: 'What there is today', files: [{ name: 'menu.txt', title: 'Menu', size: 11 }] }]);
    await expectGoodManners(place);
  });

  test('that knows no answer to a command says what it knows', async () => {
    const place = await runLunch(transport);

    const reply = await call(place, 'kim', 'chat.command', { channel: ops, command: '/lunch', text: 'dinner' });

    expect(reply).toMatchObject({ ok: true, response: { text: 'Say where, later, vote or menu' } });
    await expectGoodManners(place);
  });
});
