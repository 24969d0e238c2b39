import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changePerson, person, setMembers, upsertPeople } from '../../src/store/people.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(async () => {
  await bot.empty();
  await upsertPeople(bot.store, [
    { id: 'U1', name: 'one', kind: 'member', groups: ['S1', 'S2'] },
    { id: 'U2', name: 'two', kind: 'member', groups: ['S2'] },
  ]);
});
afterAll(() => bot.close());

const groupsOf = async (id: string) => (await person(bot.store, id))?.groups;

test('a circle has exactly the members that it is said to have, as far as they are known', async () => {
  await setMembers(bot.store, 'S1', ['U2', 'U9']);

  expect([await groupsOf('U1'), await groupsOf('U2'), await groupsOf('U9')]).toEqual([['S2'], ['S2', 'S1'], undefined]);
});

test('members who are said again stay members once', async () => {
  await setMembers(bot.store, 'S2', ['U1', 'U2']);

  expect([await groupsOf('U1'), await groupsOf('U2')]).toEqual([['S1', 'S2'], ['S2']]);
});

test('somebody who changed keeps their groups, and was looked up as long ago as before', async () => {
  await bot.force("update people set checked_at = now() - interval '1 day'");
  const before = await person(bot.store, 'U1');

  await changePerson(bot.store, { id: 'U1', name: 'uno', kind: 'guest' });

  expect(await person(bot.store, 'U1')).toEqual({ ...before, name: 'uno', kind: 'guest' });
});

test('somebody who changed and was never met is not stored', async () => {
  await changePerson(bot.store, { id: 'U9', name: 'nine', kind: 'member' });

  expect(await person(bot.store, 'U9')).toBeUndefined();
});
