import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cardOf } from '../../src/store/messages.ts';
import { upsertPeople } from '../../src/store/people.ts';
import { countReactions } from '../../src/services/vote.ts';
import { alex, dana, kim, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

const yes = 'white_check_mark';
const no = 'x';
let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** A planned run of dana's that waits for votes. */
async function planned(): Promise<number> {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  return id;
}
const plan4 = async (id: number) => (await bot.run(id)).digest?.slice(0, 4) ?? '';
const whispers = async () =>
  (await bot.force("select only_for from messages where view = 'whisper' order by id")).map((row) => row['only_for']);

test('a reaction of an approver starts exactly what was planned', async () => {
  const id = await planned();

  await bot.reactions(id, { [yes]: [alex] });
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded', progress: null, leaseUntil: null });
  expect(bot.world.acts).toEqual(['plan', 'stale', 'dig', 'close', 'roof', 'cleanUp', 'verify']);
  expect(await bot.story(id)).toEqual(['asked', 'planned', 'voted', 'ready', 'started', 'step', 'step', 'step', 'ended']);
  expect(await bot.force('select * from locks')).toEqual([]);
});

test('without a vote nothing is done', async () => {
  const id = await planned();

  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'waiting' });
  expect(bot.world.acts).toEqual(['plan']);
});

test.each([
  ['the requester', dana, 'own'],
  ['a guest', sam, 'guest'],
  ['somebody who is not named', 'U0LEE', 'not an approver'],
  ['somebody nobody knows', 'U0NOBODY', 'not an approver'],
])('the reaction of %s does not count, and they are told so once', async (_, by, reason) => {
  const id = await planned();

  await bot.reactions(id, { [yes]: [by] });
  await bot.reactions(id, { [yes]: [by] });
  await bot.reactions(id, {});
  await bot.reactions(id, { [yes]: [by] });

  expect(await bot.run(id)).toMatchObject({ state: 'waiting' });
  expect(await whispers()).toEqual([by]);
  expect((await bot.entries(id)).filter(({ kind }) => kind === 'vote refused').map(({ body }) => body['reason'])).toEqual([reason]);
});

test('the bot’s own reactions are no votes and tell nobody anything', async () => {
  const id = await planned();

  await bot.reactions(id, { [yes]: ['UBOT'], [no]: ['UBOT'] });

  expect(await bot.story(id)).toEqual(['asked', 'planned']);
});

test('a cross of an approver denies at once', async () => {
  const id = await planned();

  await bot.reactions(id, { [no]: [kim] });
  await bot.reactions(id, { [yes]: [alex] });
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'denied', startedAt: null });
});

test('a denial that is seen together with an approval wins', async () => {
  const id = await planned();

  await bot.reactions(id, { [yes]: [alex], [no]: [kim] });
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'denied' });
});

test('a denial between the approval and the start still wins', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });

  await bot.reactions(id, { [yes]: [alex], [no]: [kim] });
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'denied', startedAt: null });
});

test('taking the reaction back takes the vote back until the start', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });
  expect(await bot.run(id)).toMatchObject({ state: 'ready' });

  await bot.reactions(id, {});
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'waiting', startedAt: null });
  expect(bot.world.acts).toEqual(['plan']);
});

test('the same reactions read again change nothing', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });
  const before = await bot.story(id);

  await bot.reactions(id, { [yes]: [alex] });

  expect(await bot.story(id)).toEqual(before);
});

test('a vote that is first seen after the plan’s time does not count', async () => {
  const id = await planned();
  bot.clock.forward(61 * 60_000);

  await bot.reactions(id, { [yes]: [alex] });
  const typed = await bot.say(kim, `approve ${id} ${await plan4(id)}`);
  await bot.work();

  expect(typed).toMatchObject({ is: 'refused', why: expect.stringContaining('expired') });
  expect(await bot.run(id)).toMatchObject({ state: 'waiting' });
  expect(await bot.story(id)).toEqual(['asked', 'planned', 'refused']);
});

test('an approval first seen after the plan’s time cannot replace one that was taken back', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });
  bot.clock.forward(61 * 60_000);

  await bot.reactions(id, { [yes]: [kim] });
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'expired', startedAt: null });
});

test('a request that nobody approved expires, and late votes meet its end', async () => {
  const id = await planned();
  bot.clock.forward(61 * 60_000);

  await bot.sweep();
  const typed = await bot.say(kim, `approve ${id} ${await plan4(id)}`);

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'expired' });
  expect(typed).toMatchObject({ is: 'refused', why: expect.stringContaining('expired') });
});

test('a typed approval counts for the plan that was read', async () => {
  const id = await planned();

  const said = await bot.say(alex, `approve ${id} ${(await plan4(id)).toUpperCase()}`);
  await bot.work();

  expect(said).toMatchObject({ is: 'recorded', runId: id });
  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
});

test.each([
  ['the requester', dana],
  ['a guest', sam],
  ['somebody who is not named', 'U0LEE'],
])('a typed approval of %s is refused with the reason', async (_, by) => {
  const id = await planned();

  const said = await bot.say(by, `approve ${id} ${await plan4(id)}`);

  expect(said).toMatchObject({ is: 'refused', why: expect.stringContaining('does not count') });
  expect(await bot.run(id)).toMatchObject({ state: 'waiting' });
});

test('approving another plan than the present one is refused', async () => {
  const id = await planned();

  expect(await bot.say(alex, `approve ${id} 0000`)).toMatchObject({ is: 'refused', why: expect.stringContaining('another plan') });
});

test('pressing the button twice is one vote and one line', async () => {
  const id = await planned();
  const line = `approve ${id} ${await plan4(id)}`;

  const first = await bot.say(kim, line, { via: 'button' });
  const again = await bot.say(kim, line, { via: 'button' });

  expect([first.is, again.is]).toEqual(['recorded', 'recorded']);
  expect((await bot.story(id)).filter((kind) => kind === 'voted')).toHaveLength(1);
});

test('two approvals are two different people', async () => {
  const rules = [{ task: 'rebuild', approve: [{ user: alex }, { user: kim }], count: 2 }];
  const strict = { settings: { ...bot.deps.settings, rules } };
  await bot.force('delete from workers');
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work(strict);
  const card = await cardOf(bot.deps.store, id);
  if (!card) throw new Error('no card');
  const react = (people: readonly string[]) => countReactions({ ...bot.deps, ...strict }, card, [{ name: yes, people }], 'UBOT');

  await react([alex]);
  const after = await bot.run(id);
  await react([alex, kim]);

  expect(after).toMatchObject({ state: 'waiting' });
  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
});

test('an approver who left between vote and start does not count any more', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });

  await upsertPeople(bot.deps.store, [{ id: alex, name: 'alex', kind: 'gone', groups: [] }]);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'waiting', startedAt: null });
  expect(bot.world.acts).not.toContain('dig');
});

test('a requester who became a guest gets nothing done', async () => {
  const id = await planned();
  await bot.reactions(id, { [yes]: [alex] });

  await upsertPeople(bot.deps.store, [{ id: dana, name: 'dana', kind: 'guest', groups: [] }]);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'refused', startedAt: null });
});
