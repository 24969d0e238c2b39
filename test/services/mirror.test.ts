import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { circleChanged, lookUpNow, mirrorPeople } from '../../src/services/mirror.ts';
import type { ChatDeps } from '../../src/services/mirror.ts';
import { person } from '../../src/store/people.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { alex, dana, kim, ops, sam } from '../support/build.ts';
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

const mirror = () => mirrorPeople(deps, new AbortController().signal);

test('the mirror knows who is in the channels, what they are, and which channels and named groups they are in', async () => {
  await bot.force('delete from people');

  await mirror();

  expect(await person(bot.deps.store, kim)).toMatchObject({ kind: 'member', groups: [ops, 'S1'] });
  expect(await person(bot.deps.store, sam)).toMatchObject({ kind: 'guest', groups: [ops] });
  expect(await person(bot.deps.store, 'UBOT')).toMatchObject({ kind: 'bot' });
});

test('the mirror knows the members of a named group who are in no channel', async () => {
  await mirror();

  expect(await person(bot.deps.store, lou)).toMatchObject({ kind: 'member', groups: ['S1'] });
});

test('somebody known who left a group and a channel is in neither any more', async () => {
  await bot.force(`update people set groups = '{${ops},S1,S2}' where id in ('U0LEE', '${dana}')`);

  await mirror();

  expect(await person(bot.deps.store, 'U0LEE')).toMatchObject({ groups: ['S2'] });
  expect(await person(bot.deps.store, dana)).toMatchObject({ groups: [ops, 'S2'] });
});

test('an environment whose channel is closed to the bot keeps nobody of the others away', async () => {
  const closed = { name: 'staging', channel: 'C0CLOSED' };
  deps = { ...deps, settings: { ...deps.settings, environments: [closed, ...deps.settings.environments] } };

  await mirror();

  expect(await person(bot.deps.store, kim)).toMatchObject({ groups: [ops, 'S1'] });
});

test('one person whom Slack does not show keeps nobody away', async () => {
  slack.failFor('person', dana, { is: 'refused', code: 'team_access_not_granted' });

  await mirror();

  expect(await person(bot.deps.store, lou)).toMatchObject({ kind: 'member' });
});

test('when Slack asks to wait, it is asked again', async () => {
  slack.fail('members', { is: 'wait', seconds: 0 });
  slack.fail('person', { is: 'wait', seconds: 0 });
  slack.fail('person', { is: 'wait', seconds: 0 });
  await bot.force('delete from people');

  await mirror();

  expect(await bot.force('select id from people')).toHaveLength(6);
});

test('told to stop while Slack asks to wait, it ends', async () => {
  slack.failFor('person', alex, { is: 'wait', seconds: 60 });
  const stop = new AbortController();
  const mirroring = mirrorPeople(deps, stop.signal);
  await expect.poll(() => slack.calls).toContain('person');

  stop.abort();

  await expect(mirroring).resolves.toBeUndefined();
});

test('while a group cannot be read, its members stay in it and grow no younger, and nobody new is taken for looked up', async () => {
  await bot.force(`update people set groups = '{S1}' where id = '${kim}'`);
  await bot.force("update people set checked_at = now() - interval '1 hour'");
  slack.failFor('groupMembers', 'S1', { is: 'away' });

  await mirror();

  const young = await bot.force("select id from people where checked_at > now() - interval '1 minute' order by id");
  expect(young.map(({ id }) => id)).toEqual([alex, dana, sam]);
  expect(await person(bot.deps.store, kim)).toMatchObject({ groups: ['S1', ops] });
  expect(await person(bot.deps.store, 'UBOT')).toBeUndefined();
});

test('who leaves a group or a channel is out of it as soon as Slack says that it changed', async () => {
  await bot.force(`update people set groups = '{${ops},S1}' where id in ('U0LEE', '${kim}')`);

  await circleChanged(deps, 'S1');
  await circleChanged(deps, ops);

  expect(await person(bot.deps.store, 'U0LEE')).toMatchObject({ groups: [] });
  expect(await person(bot.deps.store, kim)).toMatchObject({ groups: [ops, 'S1'] });
});

test('a group or a channel that the configuration does not name is not read', async () => {
  await circleChanged(deps, 'S2');
  await circleChanged(deps, 'C0OTHER');

  expect(slack.calls).toEqual([]);
});

test('somebody who is looked up while they wait has their groups', async () => {
  expect(await lookUpNow(deps)(lou)).toEqual({ id: lou, name: 'u0lou', kind: 'member', groups: ['S1'] });
});

test('in a group that Slack does not show there is nobody, and people are mirrored all the same', async () => {
  slack.fail('groupMembers', { is: 'refused', code: 'plan_upgrade_required' });

  await mirror();

  expect(await person(bot.deps.store, kim)).toMatchObject({ kind: 'member', groups: [ops] });
});

test('without the groups nobody is taken for looked up', async () => {
  slack.fail('groupMembers', { is: 'away' });

  expect(await lookUpNow(deps)(lou)).toBeUndefined();
});

test('a look-up that fails is no answer and no throw', async () => {
  slack.fail('person', { is: 'away' });

  expect(await lookUpNow(deps)(dana)).toBeUndefined();
});
