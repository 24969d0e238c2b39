import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reacted, readAllVotes } from '../../src/services/read-votes.ts';
import type { ChatDeps } from '../../src/services/mirror.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { alex, kim, ops } from '../support/build.ts';
import { openChat } from '../support/chat.ts';
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

test('votes that were cast while the bot was away count when it is back', async () => {
  const id = await chat.planned();
  chat.react(alex, 'white_check_mark');

  await readAllVotes(deps);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
});

test('an event is a hint to look: what stands under the card is what counts', async () => {
  const id = await chat.planned();
  chat.react(alex, 'x');

  await reacted(deps, ops, slack.posts[0]?.ts ?? '');

  expect(await bot.run(id)).toMatchObject({ outcome: 'denied' });
});

test('an event under a message that is no plan reads nothing', async () => {
  await reacted(deps, ops, '1.1');

  expect(slack.calls).toEqual([]);
});

test('an approver whom the bot has not met is looked up before their vote is judged', async () => {
  const id = await chat.planned();
  await bot.force(`delete from people where id = '${alex}'`);
  chat.react(alex, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('an approver who was not checked for a day is looked up again before their vote is judged', async () => {
  const id = await chat.planned();
  await bot.force(`update people set checked_at = now() - interval '2 days' where id = '${alex}'`);
  chat.react(alex, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a card that was deleted has no votes, and takes none away', async () => {
  const id = await chat.planned();
  chat.react(alex, 'white_check_mark');
  await readAllVotes(deps);
  slack.remove(slack.posts[0]?.ts ?? '');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a vote and its withdrawal are lines in the thread of the card', async () => {
  await chat.planned();
  chat.react(alex, 'white_check_mark');
  await readAllVotes(deps);
  slack.posts[0]?.reactions.get('white_check_mark')?.delete(alex);
  await readAllVotes(deps);
  await chat.draw();

  const lines = slack.posts.filter(({ thread }) => thread === slack.posts[0]?.ts).map(({ picture }) => picture.text);
  expect(lines).toEqual([`✅ <@${alex}> approved this plan.`, `↩ <@${alex}> took the approval back.`]);
});

test('an approver by their group who was not checked for a day keeps it, and their vote counts', async () => {
  const id = await chat.planned();
  await bot.force(`update people set groups = '{S1}', checked_at = now() - interval '2 days' where id = '${kim}'`);
  chat.react(kim, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('one whom Slack does not show takes nobody’s vote away', async () => {
  const id = await chat.planned();
  slack.failFor('person', 'U0HIDDEN', { is: 'refused', code: 'team_access_not_granted' });
  chat.react('U0HIDDEN', 'white_check_mark');
  chat.react(alex, 'white_check_mark');

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('an approver who cannot be looked up now is not told that they are none, and their vote counts when they can', async () => {
  const id = await chat.planned();
  await bot.force(`delete from people where id = '${alex}'`);
  slack.fail('person', { is: 'away' });
  chat.react(alex, 'white_check_mark');

  await readAllVotes(deps);
  const before = [(await bot.run(id)).state, await bot.story(id)];
  await readAllVotes(deps);

  expect(before).toEqual(['waiting', ['asked', 'planned']]);
  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('a vote stays, though its voter cannot be looked up again', async () => {
  const id = await chat.planned();
  chat.react(alex, 'white_check_mark');
  await readAllVotes(deps);
  await bot.force(`update people set checked_at = now() - interval '23.5 hours' where id = '${alex}'`);
  slack.fail('person', { is: 'away' });

  await readAllVotes(deps);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test.each([
  ['that Slack refuses', { is: 'refused', code: 'not_in_channel' } as const],
  ['about which Slack says nothing', { is: 'away' } as const],
])('a card %s keeps no other from being read', async (_, trouble) => {
  await chat.planned();
  const other = await bot.ask(kim, 'run tear-down');
  await bot.work();
  await chat.draw();
  const [first, second] = slack.posts.filter(({ thread }) => thread === undefined);
  slack.failFor('reactions', first?.ts ?? '', trouble);
  second?.reactions.get('white_check_mark')?.add(alex);

  await readAllVotes(deps);

  expect(await bot.run(other)).toMatchObject({ state: 'ready' });
});
