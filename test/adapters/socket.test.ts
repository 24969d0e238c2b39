import { App } from '@slack/bolt';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { settingsOf } from '../../sandbox/slack/faults/kinds.ts';
import { strikeOnce } from '../../sandbox/slack/faults/once.ts';
import { openWorkspace } from '../../sandbox/slack/open.ts';
import type { OpenWorkspace } from '../../sandbox/slack/open.ts';
import { slackTiming } from '../../sandbox/slack/timing.ts';
import { boltLogger, keepConnected } from '../../src/adapters/socket.ts';
import { patienceSeconds } from '../support/patience.ts';

const manifest = new URL('../../manifest.yml', import.meta.url).pathname;
const log = pino({ level: 'silent' });
/** What is lost is seen by its silence; how fast an answer comes is not asked here. */
const patient = { ...slackTiming, ackMs: patienceSeconds * 1000 };

const Answer = z.object({ error: z.string().optional(), response: z.object({ text: z.string() }).optional() });

let slack: OpenWorkspace;
let handled: string[];
let open: number;
let connected: { stop(): Promise<void> };
/** A listener that was told `hold` goes on when this is called. */
let release: () => void;

beforeEach(async () => {
  handled = [];
  slack = await openWorkspace({ port: 0, manifest, limits: 'off' }, patient);
  const { secrets, url } = slack.world;
  const app = new App({
    receiver: { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() },
    logger: boltLogger(log),
    authorize: () => Promise.resolve({ botToken: secrets.bot, botId: 'B0LOCAL0001', botUserId: 'U0LOCALBOT1' }),
  });
  app.command('/bigshot', async ({ command, ack }) => {
    handled.push(command.text);
    if (command.text === 'hold') await new Promise<void>((resolve) => (release = resolve));
    await ack(`heard ${command.text}`);
  });
  connected = keepConnected(app, { appToken: secrets.app, apiUrl: `${url}/api/`, log, onCount: (count) => (open = count) });
  await vi.waitUntil(() => open === 2, { timeout: patienceSeconds * 1000 });
});

afterEach(async () => {
  await connected.stop();
  await slack.close();
});

it('loses no command while Slack refreshes one connection after the other', async () => {
  const answers: Promise<string>[] = [];

  for (let turn = 0; turn < 60; turn += 1) {
    if (turn % 20 === 10) void slack.world.connections.refreshOne();
    answers.push(type(`command ${turn}`));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  expect(await Promise.all(answers)).toEqual(answers.map((_, turn) => `heard command ${turn}`));
  expect(handled).toHaveLength(60);
  await expect.poll(() => open).toBe(2);
});

it('acks what was being done when Slack refreshed both connections', async () => {
  const answer = type('hold');
  await expect.poll(() => handled).toEqual(['hold']);

  await Promise.all([slack.world.connections.refreshOne(), slack.world.connections.refreshOne()]);
  release();

  expect(await answer).toBe('heard hold');
  await expect.poll(() => slack.world.connections.count()).toBe(2);
});

it('takes no harm from a notice that is no event', async () => {
  await strikeOnce(slack.world, 'app_rate_limited', settingsOf('app_rate_limited', {}));

  expect(await type('after it')).toBe('heard after it');
  expect(slack.world.connections.count()).toBe(2);
});

it('leaves a connection that Slack refreshes, though a listener never comes to an end', async () => {
  void type('hold');
  await expect.poll(() => handled).toEqual(['hold']);

  await Promise.all([slack.world.connections.refreshOne(), slack.world.connections.refreshOne()]);

  await expect.poll(() => slack.world.connections.count(), { timeout: 8000 }).toBe(2);
});

it('told to stop, it ends what it does and takes nothing new', async () => {
  const answer = type('hold');
  await expect.poll(() => handled).toEqual(['hold']);

  const stopping = connected.stop();
  const late = type('late');
  await expect.poll(() => slack.world.connections.waiting()).toBe(2);
  release();
  await stopping;

  expect(await answer).toBe('heard hold');
  expect(await late).not.toBe('heard late');
  expect(handled).toEqual(['hold']);
});

it('connects again by itself after Slack was away', async () => {
  const port = Number(new URL(slack.world.url).port);
  const { secrets } = slack.world;
  await slack.close();
  await expect.poll(() => open).toBe(0);

  slack = await openWorkspace({ port, manifest }, patient);
  Object.assign(slack.world.secrets, secrets);

  await expect.poll(() => open).toBe(2);
  expect(await type('again')).toBe('heard again');
});

async function type(text: string): Promise<string> {
  const response = await fetch(`${slack.world.url}/api/chat.command`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${Object.values(slack.world.secrets.people)[0]}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ channel: 'C0OPS000001', command: '/bigshot', text }),
  });
  const { response: said, error } = Answer.parse(await response.json());
  return said?.text ?? error ?? '';
}
