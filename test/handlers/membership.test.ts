import { App } from '@slack/bolt';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorkspace } from '../../sandbox/slack/open.ts';
import type { OpenWorkspace } from '../../sandbox/slack/open.ts';
import { slackTiming } from '../../sandbox/slack/timing.ts';
import { boltLogger, keepConnected } from '../../src/adapters/socket.ts';
import { registerMembership } from '../../src/handlers/membership.ts';
import { alex, dana, kim, ops } from '../support/build.ts';
import { createFakeSlack } from '../support/messenger.ts';

const manifest = new URL('../../manifest.yml', import.meta.url).pathname;
const bot = 'U0LOCALBOT1';
const random = 'C0RANDOM001';
const log = pino({ level: 'silent' });
const told: string[] = [];
let slack: OpenWorkspace;
let app: App;
let connected: { stop(): Promise<void> };

beforeAll(async () => {
  slack = await openWorkspace({ port: 0, manifest }, slackTiming);
  const { secrets, url } = slack.world;
  app = new App({
    receiver: { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() },
    logger: boltLogger(log),
    authorize: () => Promise.resolve({ botToken: secrets.bot, botId: 'B0LOCAL0001', botUserId: bot }),
  });
  const tell = (what: string) => (about: unknown) => Promise.resolve(void told.push(`${what} ${JSON.stringify(about)}`));
  registerMembership(app, {
    circleChanged: tell('changed'),
    userChanged: tell('user'),
    invited: tell('invited'),
    messenger: createFakeSlack({ bot, channels: {}, people: [], groups: {} }).messenger,
  });
  await new Promise<void>((resolve) => {
    const onCount = (open: number) => (open === 2 ? resolve() : undefined);
    connected = keepConnected(app, { appToken: secrets.app, apiUrl: `${url}/api/`, log, onCount });
  });
});
beforeEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await connected.stop();
  await slack.close();
});

async function act(person: string, method: string, given: Readonly<Record<string, string>>): Promise<void> {
  const headers = { authorization: `Bearer ${slack.world.secrets.people[person] ?? ''}` };
  await fetch(`${slack.world.url}/api/${method}`, { method: 'POST', headers, body: new URLSearchParams(given) });
}

test('somebody who leaves a channel or comes into it changes that channel', async () => {
  await act(kim, 'conversations.leave', { channel: ops });
  await expect.poll(() => told).toEqual([`changed "${ops}"`]);

  await act(kim, 'conversations.join', { channel: ops });

  await expect.poll(() => told).toEqual([`changed "${ops}"`, `changed "${ops}"`]);
});

test('who is taken off a user group changes that group', async () => {
  await act(dana, 'usergroups.users.update', { usergroup: 'S0ONCALL001', users: alex });

  await expect.poll(() => told).toEqual(['changed "S0ONCALL001"']);
});

test('the bot that comes into a channel may speak there, and the channel can be read', async () => {
  await act(dana, 'conversations.invite', { channel: random, users: bot });

  await expect.poll(() => told).toEqual([`invited "${random}"`, `changed "${random}"`]);
});

test('what Slack says of a user that changed is taken as it is said', async () => {
  const user = { id: kim, team_id: 'T0LOCAL0001', deleted: true };

  await app.processEvent({
    body: { type: 'event_callback', team_id: 'T0LOCAL0001', event: { type: 'user_change', user } },
    ack: () => Promise.resolve(),
  });

  expect(told).toEqual([`user ${JSON.stringify(user)}`]);
});
