import { expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { channels, users } from '../support/workspace.ts';
import { outcome, refusal, room } from './support/room.ts';

const leads = 'C0LEADS0001';

test('a public channel without the bot says not_in_channel, a private one is not there at all', async () => {
  const { bot } = await room();
  const tried = async (channel: string) => [
    await outcome(bot.chat.postMessage({ channel, text: 'x' })),
    await outcome(bot.chat.postEphemeral({ channel, text: 'x', user: users.kim })),
    await outcome(bot.conversations.history({ channel })),
    await outcome(bot.conversations.invite({ channel, users: users.dana })),
    await outcome(bot.reactions.add({ channel, timestamp: '1700000000.000000', name: 'eyes' })),
  ];

  expect(await tried(channels.random)).toEqual(Array.from({ length: 5 }, () => 'not_in_channel'));
  expect(await tried(leads)).toEqual(Array.from({ length: 5 }, () => 'channel_not_found'));
  expect(await outcome(bot.conversations.info({ channel: channels.random }))).toBe('ok');
  expect(await outcome(bot.conversations.info({ channel: leads }))).toBe('channel_not_found');
  expect(await outcome(bot.conversations.join({ channel: leads }))).toBe('channel_not_found');
});

test('the bot can join a public channel, and is warned when it is in it already', async () => {
  const { bot } = await room();

  const first = await bot.conversations.join({ channel: channels.random });
  const second = await bot.conversations.join({ channel: channels.random });

  expect(first.channel).toMatchObject({ is_member: true });
  expect([first.warning, second.warning]).toEqual([undefined, 'already_in_channel']);
  expect(await outcome(bot.chat.postMessage({ channel: channels.random, text: 'here' }))).toBe('ok');
});

test('an archived channel can be read but not written to, until it is opened again', async () => {
  const { bot, as } = await room();
  const { ts = '' } = await bot.chat.postMessage({ channel: channels.ops, text: 'before' });
  const item = { channel: channels.ops, timestamp: ts, name: 'eyes' };
  await as('dana').conversations.archive({ channel: channels.ops });

  const outcomes = {
    post: await outcome(bot.chat.postMessage({ channel: channels.ops, text: 'x' })),
    whisper: await outcome(bot.chat.postEphemeral({ channel: channels.ops, text: 'x', user: users.dana })),
    update: await outcome(bot.chat.update({ channel: channels.ops, ts, text: 'x' })),
    deletion: await outcome(bot.chat.delete({ channel: channels.ops, ts })),
    reaction: await outcome(bot.reactions.add(item)),
    invitation: await outcome(bot.conversations.invite({ channel: channels.ops, users: users.kim })),
    again: await outcome(as('dana').conversations.archive({ channel: channels.ops })),
  };
  const { messages } = await bot.conversations.history({ channel: channels.ops });
  const { channels: open } = await bot.conversations.list({ exclude_archived: true });
  await as('dana').conversations.unarchive({ channel: channels.ops });

  expect(outcomes).toEqual({
    post: 'is_archived',
    whisper: 'is_archived',
    update: 'is_inactive',
    deletion: 'cant_delete_message',
    reaction: 'is_archived',
    invitation: 'is_archived',
    again: 'already_archived',
  });
  expect(messages).toMatchObject([{ text: 'before' }]);
  expect(open?.map(({ name }) => name)).toEqual(['incidents', 'random']);
  expect(await outcome(bot.reactions.add(item))).toBe('ok');
  expect(await outcome(as('dana').conversations.unarchive({ channel: channels.ops }))).toBe('not_archived');
});

test.each([
  { who: 'somebody unknown', invited: 'U0NOBODY001', error: 'user_not_found' },
  { who: 'a member of the channel', invited: users.dana, error: 'already_in_channel' },
  { who: 'itself', invited: users.bot, error: 'cant_invite_self' },
  { who: 'somebody deactivated', invited: 'U0LEE000001', error: 'cant_invite' },
  { who: 'somebody of another company', invited: users.rio, error: 'cant_invite' },
])('inviting $who is $error', async ({ invited, error }) => {
  const { bot } = await room();

  const refused = await refusal(bot.conversations.invite({ channel: channels.incidents, users: invited }));

  expect(refused).toMatchObject({ error, errors: [{ ok: false, error, user: invited }] });
});

test('an invitation brings all or nobody, and with force those who can come', async () => {
  const { bot } = await room();
  const invited = { channel: channels.incidents, users: `${users.sam},U0NOBODY001` };
  const members = async () => (await bot.conversations.members({ channel: channels.incidents })).members;

  expect(await outcome(bot.conversations.invite(invited))).toBe('user_not_found');
  expect(await members()).not.toContain(users.sam);
  expect(await outcome(bot.conversations.invite({ ...invited, force: true }))).toBe('ok');
  expect(await members()).toContain(users.sam);
});

test('who is to be sent out must be in the channel, and nobody sends themselves out', async () => {
  const { bot, as } = await room();
  const kick = async (user: string) => outcome(bot.conversations.kick({ channel: channels.incidents, user }));

  expect(await kick(users.bot)).toBe('cant_kick_self');
  expect(await kick(users.sam)).toBe('not_in_channel');
  expect(await kick('U0NOBODY001')).toBe('user_not_found');
  expect(await kick(users.kim)).toBe('ok');
  expect(await kick(users.kim)).toBe('not_in_channel');
  expect(await outcome(as('sam').conversations.kick({ channel: channels.ops, user: users.kim }))).toBe('user_is_restricted');
});

test('leaving a channel twice is no mistake, but the last member of a private one cannot leave', async () => {
  const { bot, as } = await room();

  const first = await bot.conversations.leave({ channel: channels.ops });
  const second = await bot.conversations.leave({ channel: channels.ops });
  await as('alex').conversations.leave({ channel: leads });

  expect(first).not.toHaveProperty('not_in_channel');
  expect(second).toHaveProperty('not_in_channel', true);
  expect(await outcome(as('kim').conversations.leave({ channel: leads }))).toBe('last_member');
});

test('an ephemeral message is for those in the channel only', async () => {
  const { bot } = await room();

  expect(await outcome(bot.chat.postEphemeral({ channel: channels.incidents, user: users.sam, text: 'x' }))).toBe('user_not_in_channel');
});

test('archiving a channel of the bot is an event where it subscribed to that', async () => {
  const { place, as } = await room({ events: ['channel_archive'] });
  const archived = awaited<unknown>();
  await connect(place, (app) => app.event('channel_archive', async ({ event }) => archived.bring(event)));

  await as('dana').conversations.archive({ channel: channels.ops });

  expect(await archived.arrived).toMatchObject({ type: 'channel_archive', channel: channels.ops, user: users.dana });
});
