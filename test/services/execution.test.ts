import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { request } from '../../src/services/request.ts';
import { countReactions } from '../../src/services/vote.ts';
import { cardOf } from '../../src/store/messages.ts';
import { alex, dana, kim } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** A run of dana's that was approved and is about to start. */
async function approved(line = 'run rebuild'): Promise<number> {
  const id = await bot.ask(dana, line);
  await bot.work();
  await bot.reactions(id, { white_check_mark: [alex] });
  return id;
}
const fail = (what: string, times = 1) => {
  let left = times;
  bot.world.at.set(what, () => {
    left -= 1;
    if (left >= 0) throw new OpsError('house', `${what} broke`);
  });
};
const locks = async () => (await bot.force('select resource from locks order by resource')).map((row) => row['resource']);
const doneAfter = (what: string) => bot.world.acts.slice(bot.world.acts.lastIndexOf(what) + 1);

test('a failed step ends in cleaning up, looking, and a failed run that says which step', async () => {
  const id = await approved();
  fail('close');

  await bot.work();

  expect(doneAfter('stale')).toEqual(['dig', 'close', 'cleanUp', 'verify']);
  expect(await bot.run(id)).toMatchObject({
    state: 'ended',
    outcome: 'failed',
    why: expect.stringContaining('step 2 of 3 (close it) failed: close broke'),
  });
  expect(await locks()).toEqual([]);
});

test.each(['critical', 'unknown'] as const)('what is %s afterwards has not succeeded', async (status) => {
  const id = await approved();
  bot.world.findings = [
    { status: 'ok', summary: 'roof' },
    { status, summary: 'walls' },
  ];

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'failed', why: 'what was done could not be verified' });
});

test('what a task that only reads finds is its result, and no doubt about what was done', async () => {
  const id = await bot.ask(dana, 'run measure');
  bot.world.findings = [
    { status: 'ok', summary: 'The roof is sound.' },
    { status: 'critical', summary: 'The walls are not sound: they are cut.' },
  ];

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'failed', why: 'The walls are not sound: they are cut' });
});

test.each(['warn', 'skipped'] as const)('what is %s afterwards is shown and succeeds', async (status) => {
  const id = await approved();
  bot.world.findings = [{ status, summary: 'walls' }];

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
});

test('a look afterwards that fails is no success', async () => {
  const id = await approved();
  fail('verify');

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'failed' });
});

test('a look afterwards that finds nothing is no success', async () => {
  const id = await approved();
  bot.world.findings = [];

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ outcome: 'failed' });
});

test('when cleaning up fails too, the run keeps its locks and waits for a person, settled and looked at', async () => {
  const id = await approved();
  fail('roof');
  fail('cleanUp');

  await bot.work();
  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({
    state: 'interrupted',
    settled: 2,
    why: expect.stringContaining('cleaning up failed: cleanUp broke; before that: step 3'),
  });
  expect(doneAfter('cleanUp')).toEqual(['settle', 'verify']);
  expect(await locks()).toEqual(['h1', 'yard']);
});

test('what was being cleaned up can only be cleaned up, not resumed over its ruins', async () => {
  const id = await approved();
  fail('roof');
  fail('cleanUp');
  await bot.work();
  await bot.sweep();
  await bot.work();

  const resumed = await bot.say(alex, `resume ${id}`);
  const abandoned = await bot.say(alex, `abandon ${id}`);
  await bot.work();

  expect(resumed).toMatchObject({ is: 'refused', next: `abandon ${id}` });
  expect(abandoned).toMatchObject({ is: 'recorded' });
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'abandoned' });
});

test('a plan that the world has left is void: a new plan, a new card, and the old votes count for nothing', async () => {
  const id = await approved();
  const before = await bot.run(id);
  bot.world.rooms = 13;

  await bot.work();

  const after = await bot.run(id);
  expect(after).toMatchObject({ state: 'waiting', startedAt: null, plan: { facts: ['13 rooms'] } });
  expect(after.digest).not.toBe(before.digest);
  expect(await bot.force("select key from messages where view = 'task'")).toHaveLength(2);
  expect(bot.world.acts).not.toContain('dig');
});

test('a plan that is void and comes out the same is still a new one that nobody has approved', async () => {
  const id = await approved();
  const before = await bot.run(id);
  bot.world.stale = 'somebody is in the house';

  await bot.work();

  const after = await bot.run(id);
  expect(after).toMatchObject({ state: 'waiting', startedAt: null });
  expect(after.digest).not.toBe(before.digest);
  expect(await bot.force("select key from messages where view = 'task'")).toHaveLength(2);
});

test('votes for the old plan count for nothing, under its card and by its characters', async () => {
  const id = await approved();
  const old = { card: await cardOf(bot.deps.store, id), plan: (await bot.run(id)).digest?.slice(0, 4) ?? '' };
  bot.world.rooms = 13;
  await bot.work();
  if (!old.card) throw new Error('no card');

  await countReactions(bot.deps, old.card, [{ name: 'white_check_mark', people: [alex, kim] }], 'UBOT');
  const typed = await bot.say(kim, `approve ${id} ${old.plan}`);

  expect(typed).toMatchObject({ is: 'refused', why: expect.stringContaining('another plan') });
  expect(await bot.run(id)).toMatchObject({ state: 'waiting' });
});

test('a plan that needs no votes and is void again and again ends instead of turning in a circle', async () => {
  bot.world.stale = 'it never dries';

  const id = await bot.ask(dana, 'run paint');
  await bot.work();
  await bot.sweep();
  await bot.work();
  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'failed', why: expect.stringContaining('it never dries') });
  expect(bot.world.acts.filter((act) => act === 'plan').length).toBeLessThanOrEqual(3);
});

test('what cannot be seen is no reason to begin, and none to throw the approval away', async () => {
  const id = await approved();
  fail('stale');

  await bot.work();
  const held = await bot.run(id);
  await bot.sweep();
  await bot.work();

  expect(held).toMatchObject({ state: 'ready', held: expect.stringContaining('stale broke'), leaseUntil: null });
  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded', held: null });
});

test('a run waits while another holds its locks, says so, and goes on afterwards', async () => {
  const first = await bot.ask(dana, 'run measure');
  const second = await bot.ask(dana, 'run paint');
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'yard', ${first})`);
  bot.queue.reverse();

  await bot.work();
  const held = await bot.run(second);
  await bot.sweep();
  await bot.work();

  expect(held).toMatchObject({ state: 'ready', held: 'run 1 holds yard', leaseUntil: null });
  expect(await bot.run(first)).toMatchObject({ outcome: 'succeeded' });
  expect(await bot.run(second)).toMatchObject({ outcome: 'succeeded', held: null });
});

test('a run that waits for a lock does not read the platform again and again', async () => {
  const first = await bot.ask(dana, 'run measure');
  const id = await approved();
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'yard', ${first})`);
  bot.world.acts.length = 0;

  await bot.work();
  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ready', held: `run ${first} holds yard`, leaseUntil: null });
  expect(bot.world.acts).toEqual([]);
});

test.each([
  ['as approved', () => {}, 'waiting'],
  [
    'not to be seen',
    () => {
      throw new OpsError('house', 'looking');
    },
    'waiting',
  ],
  [
    'another one',
    () => {
      bot.world.rooms = 13;
    },
    'requested',
  ],
] as const)(
  'a vote taken back while the world is compared gives the run back at once, also where the world is %s',
  async (_, look, state) => {
    const id = await approved();
    bot.world.at.set('stale', async () => {
      await bot.reactions(id, {});
      look();
    });

    await bot.work({ queue: { add: () => Promise.resolve() } });
    const given = await bot.run(id);
    bot.world.at.clear();
    await bot.sweep();
    await bot.work();
    await bot.reactions(id, { white_check_mark: [kim] });
    await bot.work();

    expect(given).toMatchObject({ state, leaseUntil: null, startedAt: null });
    expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
  },
);

test('rules that differ between the processes hold everything, with that reason', async () => {
  const id = await approved();
  await bot.force("insert into workers (name, role, version, policies) values ('other-chat', 'chat', '1', 'different')");

  await bot.work();
  const held = await bot.run(id);
  await bot.force("delete from workers where name = 'other-chat'");
  await bot.sweep();
  await bot.work();

  expect(held).toMatchObject({ state: 'ready', held: expect.stringContaining('the policies of other-chat differ') });
  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded' });
});

test('a run whose log rows were changed does not start', async () => {
  const id = await approved();
  await bot.force(`update log set by = '${kim}' where run = ${id} and kind = 'voted'`);

  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ready', held: expect.stringContaining('do not hash right'), startedAt: null });
});

test('a new version with other steps does not do what was approved for the old ones', async () => {
  const id = await approved();
  const rebuild = bot.deps.definitions.tasks.get('rebuild');
  if (!rebuild) throw new Error('no such task');
  const changed = { ...rebuild, steps: rebuild.steps.slice(0, 1) };

  await bot.work({ definitions: { ...bot.deps.definitions, tasks: new Map([['rebuild', changed]]) } });

  expect(await bot.run(id)).toMatchObject({ state: 'waiting', startedAt: null, plan: { steps: [{ id: 'dig' }] } });
});

test.each([
  ['none', 'refused', 'There is no such house.'],
  ['done', 'nothing to do', 'It stands already.'],
])('a plan that comes to nothing ends at once and tells the asker: %s', async (house, outcome, why) => {
  const caller = { by: dana, key: `k-${house}`, place: { channel: 'C1' }, via: 'slash' } as const;
  await request(bot.deps, { subject: 'rebuild', environment: 'prod', input: { house } }, caller);

  await bot.work();

  expect(await bot.run(1)).toMatchObject({ state: 'ended', outcome, why });
  expect(await bot.force('select view, only_for from messages')).toEqual([{ view: 'refusal', only_for: dana }]);
});

test('a plan that is too long to be read in one message is not offered for approval', async () => {
  bot.world.facts = ['an endless list '.repeat(1000)];

  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();

  expect(await bot.run(id)).toMatchObject({
    state: 'ended',
    outcome: 'refused',
    why: expect.stringContaining('more than fits into one message'),
  });
  expect(await bot.force("select key from messages where view = 'task'")).toEqual([]);
});

test('a plan that fails says why and that nothing was changed', async () => {
  fail('plan');

  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();

  expect(await bot.run(id)).toMatchObject({
    state: 'ended',
    outcome: 'failed',
    why: 'It could not be planned: plan broke.',
  });
});

test('undo is a new run with an approval of its own', async () => {
  const first = await approved();
  await bot.work();

  const second = await bot.ask(dana, `undo ${first}`);
  await bot.work();

  expect(await bot.run(second)).toMatchObject({ subject: 'tear-down', undoes: first, state: 'waiting', input: { house: 'h1' } });
});

test('undo can be asked for in its days, and not behind them', async () => {
  const id = await approved();
  await bot.work();
  await bot.force(`update runs set ended_at = ended_at - interval '7 days 1 minute' where id = ${id}`);

  const late = await bot.say(dana, `undo ${id}`);
  await bot.force(`update runs set ended_at = ended_at + interval '2 minutes' where id = ${id}`);
  const timely = await bot.say(dana, `undo ${id}`);

  expect(late).toMatchObject({ is: 'refused', why: expect.stringMatching(/^Undo of run 1 could be asked for until \d{4}-\d\d-\d\d/) });
  expect(timely).toMatchObject({ is: 'recorded' });
});
