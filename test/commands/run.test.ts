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

test('a name that is nearly right gets the right one', async () => {
  expect(await say(dana, 'run disk-spaec')).toEqual({
    is: 'refused',
    why: 'There is nothing to run named `disk-spaec`. Did you mean `run disk-space`?',
    next: 'run disk-space',
  });
});

test('a name that is near to none gets all that there are, and nothing that cannot be run by its name', async () => {
  const said = await say(dana, 'run nonsense');

  expect(said).toMatchObject({
    is: 'refused',
    why: expect.stringMatching(/^There is nothing to run named `nonsense`\. There are: .*\bhealth\b.*, and \d+ single checks\./),
    next: 'help run',
  });
  expect(JSON.stringify(said)).not.toMatch(/Did you mean|restore-backup|swap-databases/);
});

test('what needs more than its name says what is missing and how it is asked for', async () => {
  expect(await say(dana, 'run restore-backup')).toEqual({
    is: 'refused',
    why: '`restore-backup` cannot be run by its name alone: <backup> is missing. Usage: `/bigshot restore <backup or latest> [--with-redis] [--env <name>] [--reason <text>]`',
    next: 'help restore-backup',
  });
  expect(await say(dana, 'run swap-databases')).toMatchObject({
    why: '`swap-databases` cannot be run by its name alone: <serve> is missing. Only another run asks for it, as its `undo`.',
  });
});

test('without a name it says its usage', async () => {
  expect(await say(dana, 'run')).toMatchObject({
    why: expect.stringContaining('Usage: `/bigshot run <checklist, check or task>'),
    next: 'help run',
  });
});

test('an environment that is not there gets those that are, and how they are typed', async () => {
  expect(await say(dana, 'health --env nonsense')).toEqual({
    is: 'refused',
    why: 'There is no environment `nonsense`. There is: prod. Type it as in `--env prod`.',
  });
});

test('a check, a checklist and a task that needs nothing are run', async () => {
  for (const name of ['disk-space', 'HEALTH', 'create-backup']) expect(await say(dana, `run ${name}`)).toMatchObject({ is: 'recorded' });
});

test('health is asked with its details where somebody wants them', async () => {
  const plain = await say(dana, 'health');
  const detailed = await say(dana, 'health --detailed');

  const inputs = await Promise.all(
    [plain, detailed].map(async (said) => (said.is === 'recorded' ? (await bot.run(said.runId)).input : said)),
  );
  expect(inputs).toEqual([{}, { detailed: true }]);
});
