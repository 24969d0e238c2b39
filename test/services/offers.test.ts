import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { definitions } from '../../src/registry.ts';
import { answer } from '../../src/services/answer.ts';
import { createDesk } from '../../src/services/desk.ts';
import { dana, ops } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const lists = [...definitions.checklists.values()];
const offers = lists.flatMap(({ id, offers: own = [] }) => own.map((offer) => [id, offer.line, offer] as const));

test.each(offers)(
  'what %s offers as `%s` is a line that is understood, and asks for what its schedule would',
  async (_, line, { asks }) => {
    const deps = { ...bot.deps, definitions };
    const caller = { by: dana, key: 'press', place: { channel: ops }, via: 'button' } as const;

    const said = await answer({ deps, desk: createDesk(deps, commands), lookUp: () => Promise.resolve(undefined) }, line, caller);

    expect(said).not.toMatchObject({ is: 'refused' });
    const tasks = await bot.force("select subject, input from runs where kind = 'task'");
    expect(tasks).toEqual(asks ? [{ subject: asks.task, input: asks.input }] : []);
  },
);

test('a list offers each task once, so that the configuration can name it', () => {
  const twice = lists.filter(({ offers: own = [] }) => {
    const tasks = own.flatMap(({ asks }) => (asks ? [asks.task] : []));
    return new Set(tasks).size < tasks.length;
  });

  expect(twice.map(({ id }) => id)).toEqual([]);
});
