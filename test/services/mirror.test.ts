import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lookUpNow, mirrorPeople, reacted, readAllVotes } from '../../src/services/mirror.ts';
import type { ChatDeps } from '../../src/services/mirror.ts';
import { project } from '../../src/services/project.ts';
import { person } from '../../src/store/people.ts';
import { views } from '../../src/views/views.ts';
import { alex, dana, kim, ops, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { createFakeSlack } from '../support/messenger.ts';
import type { FakeSlack } from '../support/messenger.ts';

const oncall = { group: 'S1' };
const member = (id: string) => ({ id, name: id.toLowerCase(), kind: 'member' as const, groups: [] });
/** On call, but in none of the channels. */
const lou = 'U0LOU';
let bot: Bot;
let slack: FakeSlack;
let deps: ChatDeps;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(async () => {
  await bot.anew();
  slack = createFakeSlack({
    bot: 'UBOT',
    channels: { [ops]: ['UBOT', dana, alex, kim, sam] },
    people: [member(dana), member(alex), member(kim), member(lou), { ...member(sam), kind: 'guest' }, { ...member('UBOT'), kind: 'bot' }],
    groups: { S1: [kim, lou], S2: [kim] },
  });
  const rules = [{ task: 'rebuild', ask: ['members' as const, oncall], approve: [{ user: alex }, oncall] }];
  deps = { ...bot.deps, messenger: slack.messenger, settings: { ...bot.deps.settings, rules } };
});
afterAll(() => bot.close());

const draw = () => project({ ...deps, views, onPosted: () => {} });
/** A plan of dana's whose card stands in Slack. */
async function planned(): Promise<number> {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await draw();
  return id;
}
const react = (who: string, name: string) => slack.posts[0]?.reactions.get(name)?.add(who);

test('votes that were cast while the bot was away count when it is back', async () => {
  const id = await planned();
  react(alex, 'white_check_mark');

  await readAllVotes(deps);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
});

test('an event is a hint to look: what stands under the card is what counts', async () => {
  const id = await planned();
  react(alex, 'x');

  await reacted(deps, ops, slack.posts[0]?.ts ?? '');

  expect(await bot.run(id)).toMatchObject({ outcome: 'denied' });
});

test('an event under a message that is no plan reads nothing', async () => {
  await reacted(deps, ops, '1.1');

  expect(slack.calls).toEqual([]);
});

test('an approver whom the bot has not met is looked up before their vote is judged', async () => {
  const id = await planned();
  await bot.force(`delete from people where id = '${alex}'`);
  react(alex, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('an approver who was not checked for a day is looked up again before their vote is judged', async () => {
  const id = await planned();
  await bot.force(`update people set checked_at = now() - interval '2 days' where id = '${alex}'`);
  react(alex, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a card that was deleted has no votes, and takes none away', async () => {
  const id = await planned();
  react(alex, 'white_check_mark');
  await readAllVotes(deps);
  slack.remove(slack.posts[0]?.ts ?? '');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a vote and its withdrawal are lines in the thread of the card', async () => {
  await planned();
  react(alex, 'white_check_mark');
  await readAllVotes(deps);
  slack.posts[0]?.reactions.get('white_check_mark')?.delete(alex);
  await readAllVotes(deps);
  await draw();

  const lines = slack.posts.filter(({ thread }) => thread === slack.posts[0]?.ts).map(({ picture }) => picture.text);
  expect(lines).toEqual([`✅ <@${alex}> approved this plan.`, `↩ <@${alex}> took the approval back.`]);
});

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

test('an approver by their group who was not checked for a day keeps it, and their vote counts', async () => {
  const id = await planned();
  await bot.force(`update people set groups = '{S1}', checked_at = now() - interval '2 days' where id = '${kim}'`);
  react(kim, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
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
