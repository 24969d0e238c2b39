import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { speakTo } from './speak.ts';

let bot: Bot;
let say: (by: string, line: string) => Promise<Answer>;
beforeAll(async () => {
  bot = await openBot();
  await bot.anew();
  say = speakTo(bot);
});
afterAll(() => bot.close());

/** What the run of a line asks, of which check, and who sees it. */
async function asked(line: string): Promise<unknown> {
  const said = await say(dana, line);
  if (said.is !== 'recorded') return said;
  const { subject, input, audience } = await bot.run(said.runId);
  return { subject, input, audience };
}

test.each([
  ['db slow', { subject: 'slow-queries', input: {}, audience: 'asker' }],
  ['db slow 50 --public', { subject: 'slow-queries', input: { ms: 50 }, audience: 'channel' }],
  ['db top 5', { subject: 'top-queries', input: { count: 5 }, audience: 'asker' }],
  ['db size', { subject: 'table-sizes', input: {}, audience: 'asker' }],
  ['logs app --level warning', { subject: 'app-log-errors', input: { level: 'warning' }, audience: 'asker' }],
  ['logs celery', { subject: 'service-log', input: { service: 'celery' }, audience: 'asker' }],
  ['logs nginx', { subject: 'nginx-errors', input: {}, audience: 'asker' }],
  ['resources', { subject: 'resources', input: {}, audience: 'asker' }],
  ['resources disk', { subject: 'disk-space', input: {}, audience: 'asker' }],
  ['trend disk --days 7', { subject: 'trend', input: { metric: 'disk-used', days: 7 }, audience: 'channel' }],
])('%s', async (line, expected) => {
  expect(await asked(line)).toEqual(expected);
});

test.each(['2h', '3 days', 'yesterday'])('--since %s is a moment', async (since) => {
  expect(await asked(`logs app --since "${since}"`)).toMatchObject({ input: { since: expect.stringMatching(/^20\d\d-.*Z$/) } });
});

test.each([
  ['logs app --since sometimes', '`--since` is a time in the past'],
  ['logs app --since "3 years"', 'reaches back 31 days at most'],
  ['logs app --level loud', 'is `error` or `warning`'],
  ['logs "; rm -rf"', 'is the name of a service'],
  ['logs', '<service> is missing'],
  ['db slow fast', 'is a number of milliseconds'],
  ['db slow -5', 'There is no option'],
  ['db top 0', 'is a number from 1 to 20'],
  ['db top 100', 'is a number from 1 to 20'],
  ['trend moon', 'is one of disk, database, tables'],
  ['trend disk --days 9999', 'is a number of days from 1 to 400'],
  ['db', 'There are: `db activity`'],
])('%s is refused with what is allowed', async (line, why) => {
  const before = await bot.force('select id from runs');

  expect(await say(dana, line)).toMatchObject({ is: 'refused', why: expect.stringContaining(why), next: expect.stringMatching(/^help/) });
  expect(await bot.force('select id from runs')).toEqual(before);
});
