import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { startChat } from '../../src/roles/chat.ts';
import { createDesk } from '../../src/services/desk.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { openRawSlack, resident } from '../support/raw-slack.ts';
import type { RawSlack } from '../support/raw-slack.ts';

let bot: Bot;
let slack: RawSlack;
beforeAll(async () => {
  bot = await openBot();
  slack = await openRawSlack();
});
beforeEach(() => bot.anew());
afterAll(async () => {
  await slack.close();
  await bot.close();
});

/** The role, and what it logs. */
function start(apiUrl: string) {
  const logged: string[] = [];
  const deps = { ...bot.deps, log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }) };
  const access = { botToken: 'xoxb-chat', appToken: 'xapp-chat', apiUrl };
  const role = startChat(deps, createDesk(deps, commands), access, { name: 'chat', version: '1', onOpen: () => {} });
  return { logged, stop: () => role.stop() };
}

test('it listens while people are still being mirrored', async () => {
  slack.delay('conversations.members', 2000);
  slack.delay('users.info', 2000);

  const role = start(slack.apiUrl);
  await slack.connected('chat', 2);
  const { text } = await slack.type('chat', resident, 'help');
  const mirrored = await bot.force(`select id from people where id = '${resident}'`);
  await role.stop();

  expect(text).toContain('I could not learn from Slack who you are');
  expect(mirrored).toEqual([]);
});

test('it stops at once while it waits for a Slack that is away', async () => {
  const role = start('http://127.0.0.1:9/api/');
  await expect.poll(() => role.logged.join(''), { timeout: 10_000 }).toContain('"tries":4');
  const begun = performance.now();

  await role.stop();

  expect(performance.now() - begun).toBeLessThan(1000); // of a pause of 2 s
});
