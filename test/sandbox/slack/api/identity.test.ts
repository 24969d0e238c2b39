import { LogLevel, WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { control } from '../control/support.ts';
import { users } from '../support/workspace.ts';
import { outcome, refusal, room } from './support/room.ts';

test('auth.test tells the bot who it is, and with which scopes', async () => {
  const { place, bot } = await room({ scopes: ['chat:write', 'users:read'] });

  const answer = await bot.auth.test();

  expect(answer).toMatchObject({
    url: `${place.world.url}/`,
    team: 'Local workspace',
    team_id: 'T0LOCAL0001',
    user: 'tester',
    user_id: users.bot,
    bot_id: 'B0LOCAL0001',
    is_enterprise_install: false,
  });
  expect(answer.response_metadata?.scopes).toEqual(['chat:write', 'users:read']);
});

test('a person has no bot_id, and the token of the application names the application', async () => {
  const { place, as } = await room();
  const app = new WebClient(place.world.secrets.app, { slackApiUrl: `${place.world.url}/api/`, logLevel: LogLevel.ERROR });

  const person = await as('dana').auth.test();
  const application = await app.auth.test();

  expect(person).toMatchObject({ user: 'dana', user_id: users.dana });
  expect(person).not.toHaveProperty('bot_id');
  expect(application).toMatchObject({ app_id: 'A0LOCAL0001', app_name: 'Tester' });
});

test.each([
  { name: 'no token', token: undefined, error: 'not_authed' },
  { name: 'a token that nobody has', token: 'xoxb-nobody', error: 'invalid_auth' },
])('$name is $error', async ({ token, error }) => {
  const { place } = await room();
  const client = new WebClient(token, { slackApiUrl: `${place.world.url}/api/`, logLevel: LogLevel.ERROR });

  expect(await outcome(client.auth.test())).toBe(error);
});

test('team.info describes the workspace to those with its scope', async () => {
  const { bot } = await room();
  const other = await room({ without: ['team:read'] });

  expect(await bot.team.info()).toMatchObject({
    team: { id: 'T0LOCAL0001', name: 'Local workspace', domain: 'local', email_domain: '', icon: { image_default: true } },
  });
  expect(await refusal(other.bot.team.info())).toMatchObject({ error: 'missing_scope', needed: 'team:read' });
});

test('users.list has the people, the bot and Slackbot, who says that it is none', async () => {
  const { bot } = await room();

  const { members = [], ...rest } = await bot.users.list({});

  expect(members.map(({ id, is_bot: isBot }) => [id, isBot])).toEqual([
    [users.dana, false],
    [users.alex, false],
    [users.kim, false],
    [users.sam, false],
    [users.rio, false],
    ['U0LEE000001', false],
    ['U0DEPLOYS01', true],
    [users.bot, true],
    ['USLACKBOT', false],
  ]);
  expect(rest).toMatchObject({ cache_ts: expect.any(Number), response_metadata: { next_cursor: '' } });
});

test('a method that does not exist is unknown_method, and stands in the traffic as bad', async () => {
  const { place, bot } = await room();

  expect(await refusal(bot.apiCall('chat.brew'))).toMatchObject({ error: 'unknown_method', req_method: 'chat.brew' });
  const { status, body } = await control(place, 'traffic.check');
  expect(status).toBe(409);
  expect(body.problems).toMatchObject([{ what: 'chat.brew', says: 'unknown_method' }]);
});
