import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import { dana, sam } from '../support/build.ts';
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

/** The lines of an answer that helps. */
async function usages(line: string): Promise<readonly string[]> {
  const said = await say(dana, line);
  return said.is === 'told' && said.view === 'help' ? said.value.commands.map(({ usage }) => usage) : [JSON.stringify(said)];
}

test.each([
  ['help disk-space', ['resources disk [--env <name>] [--public]']],
  ['help Disk space', ['run disk-space']],
  ['help database', ['db status [--env <name>] [--public]']],
  ['help daily-morning', ['run daily-morning']],
  ['help health', ['health [--detailed] [--env <name>]']],
  ['help restore-backup', ['restore <backup or latest> [--with-redis] [--env <name>] [--reason <text>]']],
  ['help undo', ['undo <run>']],
])('%s knows it', async (line, known) => {
  expect(await usages(line)).toEqual(known);
});

test('help run lists everything that can be run, and nothing that needs more than its name', async () => {
  const lines = await usages('help run');

  expect(lines[0]).toMatch(/^run <checklist/);
  expect(lines).toEqual(expect.arrayContaining(['run health', 'run create-backup', 'run disk-space']));
  expect(lines).not.toContain('run restore-backup');
});

test('what is not there does not sound like a permission', async () => {
  expect(await say(dana, 'help nonsense')).toEqual({
    is: 'refused',
    why: 'There is no command, check, checklist or task named `nonsense`.',
    next: 'help',
  });
});

test('what is there and not allowed does', async () => {
  expect(await say(sam, 'help disk-space')).toEqual({ is: 'refused', why: 'You may not use `disk-space` here.', next: 'help' });
  expect(await say(sam, 'help restore')).toMatchObject({ why: 'You may not use `restore` here.' });
});

test('a task that is only the undo of another says so', async () => {
  expect(await say(dana, 'help swap-databases')).toMatchObject({ why: expect.stringContaining('as its `undo`'), next: 'help undo' });
});
