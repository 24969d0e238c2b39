import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { ErrorCode, WebClient, WebClientEvent } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../control/support.ts';
import { command, postSomething, react } from '../faults/support.ts';
import { open } from '../support/open.ts';
import { call, channels, users } from '../support/workspace.ts';

const Members = z.object({ members: z.array(z.object({ id: z.string() })) });

/** How many connections were opened so far. */
const opened = ({ world }: OpenWorkspace): number =>
  world.traffic.entries().entries.filter(({ says }) => says?.startsWith('opened')).length;

/** Slack's own client of Socket Mode, connected until the test ends. */
async function connectClient({ world }: OpenWorkspace): Promise<SocketModeClient> {
  const client = new SocketModeClient({
    appToken: world.secrets.app,
    clientOptions: { slackApiUrl: `${world.url}/api/` },
    clientPingTimeout: 1000,
    logLevel: LogLevel.ERROR,
  });
  await client.start();
  onTestFinished(async () => client.disconnect());
  return client;
}

function webClient({ world }: OpenWorkspace, options: ConstructorParameters<typeof WebClient>[1] = {}): WebClient {
  return new WebClient(world.secrets.bot, { slackApiUrl: `${world.url}/api/`, logLevel: LogLevel.ERROR, ...options });
}

test("Slack's client of Socket Mode hears commands and events and acks them", async () => {
  const place = await open();
  const client = await connectClient(place);
  const heard: string[] = [];
  client.on('slash_commands', ({ ack, body }) => void ack({ text: `you said ${body.text}` }));
  client.on('reaction_added', ({ ack, event, retry_num }) => {
    heard.push(`${event.user} ${event.reaction} ${retry_num}`);
    void ack();
  });

  expect(await command(place, 'hello')).toMatchObject({ ok: true, response: { text: 'you said hello' } });
  await react(place, await postSomething(place), 'eyes');

  await expect.poll(() => heard).toEqual([`${users.alex} eyes 0`]);
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: true });
});

test("Slack's client of Socket Mode comes back after it was told to leave", async () => {
  const place = await open();
  const client = await connectClient(place);
  client.on('slash_commands', ({ ack }) => void ack());

  await control(place, 'faults.set', { name: 'disconnect' });
  await expect.poll(() => place.world.connections.count()).toBe(1);

  expect(await command(place, 'again')).toMatchObject({ ok: true });
});

test("Slack's client of Socket Mode comes back after its connection was cut and after it was refused", async () => {
  const place = await open();
  const client = await connectClient(place);
  client.on('slash_commands', ({ ack }) => void ack());

  await control(place, 'faults.set', { name: 'refuse_upgrade', times: 1 });
  await control(place, 'faults.set', { name: 'reset' });
  await expect.poll(() => opened(place)).toBe(2);

  expect(await command(place, 'again')).toMatchObject({ ok: true });
});

test("Slack's client of Socket Mode leaves a connection on which nobody answers its pings, and comes back", async () => {
  const place = await open();
  await connectClient(place);

  await control(place, 'faults.set', { name: 'no_pong' });
  await expect.poll(() => opened(place)).toBeGreaterThan(1);
  await control(place, 'faults.clear');

  await expect.poll(() => place.world.connections.count()).toBe(1);
});

test("Slack's client of the Web API posts, reads and follows pages", async () => {
  const place = await open();
  const client = webClient(place);

  const { ts } = await client.chat.postMessage({ channel: channels.ops, text: 'hello', unfurl_links: false });
  await client.chat.update({ channel: channels.ops, ts: ts ?? '', text: 'goodbye' });
  const { messages, response_metadata } = await client.conversations.history({ channel: channels.ops });
  const members: string[] = [];
  for await (const page of client.paginate('users.list', { limit: 2 })) {
    members.push(...Members.parse(page).members.map(({ id }) => id));
  }

  expect(messages).toMatchObject([{ text: 'goodbye', bot_id: 'B0LOCAL0001' }]);
  expect(response_metadata).toMatchObject({
    scopes: expect.arrayContaining(['chat:write']),
    acceptedScopes: expect.arrayContaining(['channels:history']),
  });
  expect(members).toEqual(expect.arrayContaining([users.dana, users.alex, users.kim]));
});

test("Slack's client of the Web API throws its own error for what Slack refuses", async () => {
  const place = await open();

  const refused = webClient(place).reactions.add({ channel: channels.ops, timestamp: '1.1', name: 'eyes' });

  await expect(refused).rejects.toMatchObject({
    code: ErrorCode.PlatformError,
    data: { ok: false, error: 'missing_scope', needed: 'reactions:write' },
  });
});

test("Slack's client of the Web API waits as long as it is told and tries again", async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'rate_limited', retryAfter: 1, times: 1 });
  const limited: number[] = [];
  const client = webClient(place);
  client.on(WebClientEvent.RATE_LIMITED, (seconds: number) => limited.push(seconds));

  expect(await client.auth.test()).toMatchObject({ ok: true, user_id: users.bot });

  expect(limited).toEqual([1]);
});

test("Slack's client of the Web API cannot make sense of 429 without Retry-After", async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'rate_limited', retryAfter: 0 });

  const failed: unknown = await webClient(place)
    .auth.test()
    .catch((problem: unknown) => problem);

  expect(failed).toBeInstanceOf(Error);
  expect(failed).not.toHaveProperty('code', ErrorCode.RateLimitedError);
});

test("Slack's client of the Web API posts twice where the answer to the first post was lost", async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'response_lost', times: 1 });

  await webClient(place, { retryConfig: { retries: 1, minTimeout: 1 } }).chat.postMessage({ channel: channels.ops, text: 'twice' });

  const { messages } = await call(place, 'dana', 'conversations.history', { channel: channels.ops });
  expect(messages.map(({ text }) => text)).toEqual(['twice', 'twice']);
});
