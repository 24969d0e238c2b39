import { expect, test } from 'vitest';
import type { App } from '@slack/bolt';
import { awaited } from './support/bolt.ts';
import { connect, open } from './support/open.ts';
import { call, channels, users } from './support/workspace.ts';

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

test('who leaves a channel, or is sent out of it, is an event', async () => {
  const place = await open();
  const left: string[] = [];
  const last = awaited<void>();
  await connect(place, (app) =>
    app.event('member_left_channel', async ({ event }) => {
      left.push(`${event.user} ${event.channel}`);
      if (left.length === 2) last.bring();
    }),
  );

  await call(place, 'alex', 'conversations.leave', { channel: channels.ops });
  await call(place, 'dana', 'conversations.kick', { channel: channels.ops, user: users.kim });
  await last.arrived;

  expect(left.toSorted()).toEqual([`${users.alex} ${channels.ops}`, `${users.kim} ${channels.ops}`]);
});

test('who comes into a user group and who leaves it is an event, and the group remembers', async () => {
  const place = await open();
  const changed = awaited<unknown>();
  await connect(place, (app) => app.event('subteam_members_changed', async ({ event }) => changed.bring(event)));

  await call(place, 'dana', 'usergroups.users.update', { usergroup: 'S0ONCALL001', users: `${users.kim},${users.dana}` });

  expect(await changed.arrived).toMatchObject({ subteam_id: 'S0ONCALL001', added_users: [users.dana], removed_users: [users.alex] });
  expect(await call(place, 'bot', 'usergroups.users.list', { usergroup: 'S0ONCALL001' })).toMatchObject({ users: [users.kim, users.dana] });
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

test('a ticket for a connection is good for one use', async () => {
  const place = await open();
  const { url } = await call(place, 'app', 'apps.connections.open');
  const ticket = new URL(String(url)).searchParams.get('ticket') ?? '';

  const uses = [place.world.tickets.redeem(ticket), place.world.tickets.redeem(ticket)];

  expect(uses).toEqual([true, false]);
});
