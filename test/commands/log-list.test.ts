import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** The texts of the notes that a line shows, newest first; or why it shows none. */
async function notes(line: string): Promise<unknown> {
  const said = await bot.say(dana, line);
  if (said.is === 'refused') return said.why;
  return said.is === 'told' && said.view === 'log' ? said.value.entries.map(({ body }) => body['text']) : said;
}

test('since today shows what was noted this morning', async () => {
  await bot.say(dana, 'log add "this morning"');

  expect(await notes('log --since today')).toEqual(['this morning']);
});

test('since a day shows it from its first minute in the configured zone', async () => {
  await bot.say(dana, 'log add "in the night"');
  await bot.say(dana, 'log add "the evening before"');
  await bot.force(`update log set at = '2026-01-19T23:05:00Z' where body ->> 'text' = 'in the night'`);
  await bot.force(`update log set at = '2026-01-19T22:55:00Z' where body ->> 'text' = 'the evening before'`);

  expect(await notes('log --since 2026-01-20')).toEqual(['in the night']);
});

test('a time that is none, or none in the past, is refused with what is allowed', async () => {
  expect(await notes('log --since tomorrow')).toMatch(/^`--since` is a time in the past such as `2h`/);
  expect(await notes('log --since whenever')).toMatch(/^`--since` is a time in the past/);
});
