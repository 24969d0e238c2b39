import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dana, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const filesWanted = () => bot.force(`select key, view from messages where view = 'files'`);

test('what a checklist has found comes into its thread once, named after the run', async () => {
  const run = await bot.ask(dana, 'run morning');
  await bot.work();

  const first = await bot.say(dana, `report file ${run}`);
  const again = await bot.say(dana, `report file ${run}`);

  expect([first, again]).toMatchObject([
    { view: 'sentence', value: { text: `The files of run ${run} come into its thread in a moment.` } },
    { view: 'sentence', value: { text: `The files of run ${run} are in its thread already.` } },
  ]);
  expect(await filesWanted()).toEqual([{ key: `morning-prod-run-${run}`, view: 'files' }]);
});

test('a run that is not over has nothing to take along yet', async () => {
  const run = await bot.ask(dana, 'run morning');

  expect(await bot.say(dana, `report file ${run}`)).toMatchObject({ is: 'refused', why: expect.stringContaining('not over yet') });
});

test('a task finds nothing, and a number that is none has no run', async () => {
  const run = await bot.ask(dana, 'run rebuild');
  await bot.work();

  expect(await bot.say(dana, `report file ${run}`)).toMatchObject({ is: 'refused', why: expect.stringContaining('is a task') });
  expect(await bot.say(dana, 'report file 999')).toEqual({ is: 'refused', why: 'There is no run 999.', next: 'runs' });
  expect(await filesWanted()).toEqual([]);
});

test('whoever may not look gets no files', async () => {
  const run = await bot.ask(dana, 'run morning');
  await bot.work();

  expect(await bot.say(sam, `report file ${run}`)).toMatchObject({ is: 'refused' });
  expect(await filesWanted()).toEqual([]);
});
