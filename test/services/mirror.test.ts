import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lookUpNow, mirrorPeople } from '../../src/services/mirror.ts';
import type { ChatDeps } from '../../src/services/mirror.ts';
import { person } from '../../src/store/people.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { dana, kim, sam } from '../support/build.ts';
import { lou, openChat } from '../support/chat.ts';
import type { Chat } from '../support/chat.ts';
import type { FakeSlack } from '../support/messenger.ts';

let bot: Bot;
let chat: Chat;
let slack: FakeSlack;
let deps: ChatDeps;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(async () => {
  await bot.anew();
  chat = openChat(bot);
  ({ slack, deps } = chat);
});
afterAll(() => bot.close());

test('the mirror knows who is in the channels, what they are, and which of the named groups they are in', async () => {
  await bot.force('delete from people');

  await mirrorPeople(deps);

  expect(await person(bot.deps.store, kim)).toMatchObject({ kind: 'member', groups: ['S1'] });
  expect(await person(bot.deps.store, sam)).toMatchObject({ kind: 'guest' });
  expect(await person(bot.deps.store, 'UBOT')).toMatchObject({ kind: 'bot' });
});

test('the mirror knows the members of a named group who are in no channel', async () => {
  await mirrorPeople(deps);

  expect(await person(bot.deps.store, lou)).toMatchObject({ kind: 'member', groups: ['S1'] });
});

test('somebody who is looked up while they wait has their groups', async () => {
  expect(await lookUpNow(deps)(lou)).toEqual({ id: lou, name: 'u0lou', kind: 'member', groups: ['S1'] });
});

test('in a group that Slack does not show there is nobody, and people are mirrored all the same', async () => {
  slack.fail('groupMembers', { is: 'refused', code: 'plan_upgrade_required' });

  await mirrorPeople(deps);

  expect(await person(bot.deps.store, kim)).toMatchObject({ kind: 'member', groups: [] });
});

test('without the groups nobody is taken for looked up', async () => {
  slack.fail('groupMembers', { is: 'away' });

  expect(await lookUpNow(deps)(lou)).toBeUndefined();
});

test('a look-up that fails is no answer and no throw', async () => {
  slack.fail('person', { is: 'away' });

  expect(await lookUpNow(deps)(dana)).toBeUndefined();
});
