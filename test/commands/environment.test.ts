import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const words: Readonly<Record<string, string>> = {
  backup: 'latest',
  what: 'disk',
  kind: 'system',
  '...title': 'it burns',
  '...what': 'buy a broom',
  service: 'celery',
  subject: 'inspect',
  '...text': 'disk is full',
  '...reason': 'the fair is on',
};
const lines = commands
  .filter(({ options }) => 'env' in options.shape)
  .map((command) => [command.id, ...command.words.map((word) => words[word] ?? '')].join(' ').trim());

test.each(lines)('`%s` refuses an environment that is none, and names those that are', async (line) => {
  expect(await bot.say(dana, `${line} --env prdo`)).toEqual({
    is: 'refused',
    why: 'There is no environment `prdo`. There is: prod. Type it as in `--env prod`.',
  });
  expect(await bot.force('select 1 from runs union all select 1 from log')).toEqual([]);
});

test('an environment in capitals is the same one', async () => {
  const run = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.say(dana, 'log add "disk is full" --env PROD');

  expect(await bot.say(dana, 'pending --env PROD')).toMatchObject({ value: { runs: [{ run: { id: run } }] } });
  expect(await bot.say(dana, 'log --env PROD')).toMatchObject({
    value: { entries: expect.arrayContaining([expect.objectContaining({ run })]) },
  });
  expect(await bot.say(dana, 'log --env prod')).toMatchObject({
    value: { entries: expect.arrayContaining([expect.objectContaining({ body: { text: 'disk is full' } })]) },
  });
});

test('without an environment, what waits and what is noted concerns all of them', async () => {
  const run = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.say(dana, 'log add "for all"');

  expect(await bot.say(dana, 'pending')).toMatchObject({ value: { runs: [{ run: { id: run } }] } });
  expect(await bot.force(`select environment from log where kind = 'note'`)).toEqual([{ environment: null }]);
});
