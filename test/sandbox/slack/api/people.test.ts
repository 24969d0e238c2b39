import { describe, expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { control } from '../control/support.ts';
import { channels, users } from '../support/workspace.ts';
import { outcome, room } from './support/room.ts';

const deploys = 'U0DEPLOYS01';
const visitor = 'U0VISITOR01';
const farAway = 'U0FARAWAY01';

/** A cast with a guest of one channel, somebody of another company whom nobody shares a channel with, and a bot in a channel of ours. */
const setup = `
people:
  - { id: U0DANA00001, name: dana, realName: Dana Moreno, kind: admin, title: On call, timeZone: Asia/Tokyo }
  - { id: U0ALEX00001, name: alex, realName: Alex Chen }
  - { id: ${visitor}, name: visitor, realName: Vi Sitor, kind: single_channel_guest }
  - { id: U0RIO000001, name: rio, realName: Rio Santos, kind: stranger }
  - { id: ${farAway}, name: faraway, realName: Fara Way, kind: stranger }
  - { id: ${deploys}, name: deploys, realName: Deploys, kind: bot }
channels:
  - { id: C0OPS000001, name: ops, members: [app, dana, alex, visitor, rio, deploys] }
  - { id: C0INCIDENT1, name: incidents, members: [app, dana] }
`;

describe('what users.info says', () => {
  test('a member has the fields that Slack gives', async () => {
    const { bot } = await room({ setup });

    const { user } = await bot.users.info({ user: users.dana });

    expect(user).toMatchObject({
      id: users.dana,
      team_id: 'T0LOCAL0001',
      name: 'dana',
      real_name: 'Dana Moreno',
      deleted: false,
      tz: 'Asia/Tokyo',
      tz_offset: 32_400,
      is_admin: true,
      is_owner: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_bot: false,
      is_app_user: false,
      profile: { real_name: 'Dana Moreno', display_name: 'dana', title: 'On call', team: 'T0LOCAL0001', status_text: '' },
    });
    expect(user?.profile).not.toHaveProperty('email');
  });

  test('a guest of one channel is restricted twice', async () => {
    const { bot } = await room({ setup });

    const { user } = await bot.users.info({ user: visitor });

    expect(user).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  });

  test('somebody of another company is a stranger only while no channel is shared with them', async () => {
    const { bot } = await room({ setup });
    const known = await bot.users.info({ user: users.rio });
    const unknown = await bot.users.info({ user: farAway });

    await bot.conversations.kick({ channel: channels.ops, user: users.rio });
    const after = await bot.users.info({ user: users.rio });

    expect([known, unknown, after].map(({ user }) => [user?.team_id, user?.is_stranger])).toEqual([
      ['T0PARTNER01', false],
      ['T0PARTNER01', true],
      ['T0PARTNER01', true],
    ]);
  });

  test('a bot of another application says that it is one, and bots.info names its application', async () => {
    const { bot } = await room({ setup });

    const { user } = await bot.users.info({ user: deploys });
    const { bot: about } = await bot.bots.info({ bot: user?.profile?.bot_id ?? '' });

    expect(user).toMatchObject({ is_bot: true, profile: { bot_id: 'B0DEPLOYS01', api_app_id: 'A0OTHERAPP1' } });
    expect(about).toMatchObject({ id: 'B0DEPLOYS01', user_id: deploys, app_id: 'A0OTHERAPP1', name: 'Deploys', deleted: false });
    expect(await outcome(bot.bots.info({ bot: 'B404' }))).toBe('bot_not_found');
  });

  test('nobody of that name is user_not_found', async () => {
    const { bot } = await room();

    expect(await outcome(bot.users.info({ user: 'U0NOBODY001' }))).toBe('user_not_found');
  });
});

describe('somebody who is deactivated', () => {
  test('is marked as deleted and can do nothing any more', async () => {
    const { place, bot, as } = await room();
    await control(place, 'people.set', { user: users.kim, deactivated: 'true' });

    const { user } = await bot.users.info({ user: users.kim });
    const { members } = await bot.conversations.members({ channel: channels.ops });

    expect(user).toMatchObject({ id: users.kim, deleted: true, is_bot: false });
    expect(user).not.toHaveProperty('tz');
    expect(user).not.toHaveProperty('is_restricted');
    expect(members).not.toContain(users.kim);
    expect(await outcome(as('kim').chat.postMessage({ channel: channels.ops, text: 'x' }))).toBe('account_inactive');
    expect(await outcome(bot.chat.postEphemeral({ channel: channels.ops, user: users.kim, text: 'x' }))).toBe('user_not_in_channel');
    expect(await outcome(bot.conversations.open({ users: users.kim }))).toBe('user_disabled');
  });

  test('can act again when taken back', async () => {
    const { place, as } = await room();
    await control(place, 'people.set', { user: users.kim, deactivated: 'true' });
    await control(place, 'people.set', { user: users.kim, deactivated: 'false' });

    expect(await outcome(as('kim').chat.postMessage({ channel: channels.ops, text: 'back' }))).toBe('ok');
  });
});

describe('a guest of one channel', () => {
  test('knows no other channel and cannot be brought into one', async () => {
    const { place, bot } = await room({ setup });
    const headers = { authorization: `Bearer ${place.world.secrets.people[visitor]}` };
    const response = await fetch(`${place.world.url}/api/conversations.list`, { headers });

    expect(await response.json()).toMatchObject({ channels: [{ name: 'ops' }] });
    expect(await outcome(bot.conversations.invite({ channel: channels.incidents, users: visitor }))).toBe('ura_max_channels');
  });
});

test.each([
  { name: 'none', setup: setup.replace('dana, alex, visitor, rio', 'dana, alex, rio') },
  { name: 'two', setup: setup.replace('[app, dana]', '[app, dana, visitor]') },
])('a workspace does not begin with a guest of one channel who is in $name', async ({ setup: wrong }) => {
  await expect(room({ setup: wrong })).rejects.toThrow('"visitor" is a guest of one channel and must be in exactly one');
});

describe('a bot of another application', () => {
  test('is heard like anybody else, and its messages and reactions say what it is', async () => {
    const { place, bot } = await room({ setup });
    const said = awaited<unknown>();
    const called = awaited<unknown>();
    const reacted = awaited<unknown>();
    await connect(place, (app) => {
      app.event('message', async ({ event }) => said.bring(event));
      app.event('app_mention', async ({ event }) => called.bring(event));
      app.event('reaction_added', async ({ event }) => reacted.bring(event));
    });
    const act = async (method: string, given: Readonly<Record<string, string>>) => {
      const headers = { authorization: `Bearer ${place.world.secrets.people[deploys]}` };
      const response = await fetch(`${place.world.url}/api/${method}`, { method: 'POST', headers, body: new URLSearchParams(given) });
      return response.json();
    };

    await act('chat.postMessage', { channel: channels.ops, text: `<@${users.bot}> deployed` });
    const { messages = [] } = await bot.conversations.history({ channel: channels.ops });
    await act('reactions.add', { channel: channels.ops, timestamp: messages[0]?.ts ?? '', name: 'rocket' });

    const who = { user: deploys, bot_id: 'B0DEPLOYS01', app_id: 'A0OTHERAPP1' };
    expect(await said.arrived).toMatchObject({ type: 'message', ...who });
    expect(await called.arrived).toMatchObject({ type: 'app_mention', ...who });
    expect(await reacted.arrived).toMatchObject({ user: deploys, reaction: 'rocket', item_user: deploys });
    expect(messages).toMatchObject([{ ...who, bot_profile: { id: 'B0DEPLOYS01', name: 'Deploys' } }]);
  });
});
