import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alex, dana, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const frozen = () => bot.force('select reason, owner, lifted_by from holds order by id');

describe('a freeze', () => {
  test('holds what changes something, says by whom and why, and lets it go on when it is lifted', async () => {
    await bot.say(alex, 'freeze the <fair> is on');
    const paint = await bot.ask(dana, 'run paint');
    await bot.work();
    await bot.sweep();
    await bot.work();

    expect(await bot.run(paint)).toMatchObject({ state: 'ready', held: `prod is frozen by <@${alex}>: the &lt;fair&gt; is on` });
    expect(bot.world.acts).not.toContain('dig');

    expect(await bot.say(dana, 'unfreeze')).toMatchObject({
      value: { text: 'prod is not frozen any more. What waited goes on within seconds.' },
    });
    await bot.sweep();
    await bot.work();
    expect(await bot.run(paint)).toMatchObject({ outcome: 'succeeded' });
  });

  test('holds no look, and none of the checks', async () => {
    await bot.say(alex, 'freeze the fair is on');
    const runs = [await bot.ask(dana, 'run measure'), await bot.ask(dana, 'run morning')];
    await bot.work();

    expect(await Promise.all(runs.map(async (id) => (await bot.run(id)).outcome))).toEqual(['succeeded', 'succeeded']);
  });

  test('lets votes count, and holds what they have approved', async () => {
    await bot.say(dana, 'freeze the fair is on');
    const run = await bot.ask(dana, 'run rebuild');
    await bot.work();
    await bot.reactions(run, { white_check_mark: [alex] });
    await bot.work();

    expect(await bot.run(run)).toMatchObject({ state: 'ready', held: expect.stringContaining('is frozen') });
  });

  test('does not hold what only adds and whose absence would hurt, such as a backup', async () => {
    const paint = bot.deps.definitions.tasks.get('paint');
    if (!paint) throw new Error('there is no such toy');
    const tasks = new Map([...bot.deps.definitions.tasks, [paint.id, { ...paint, goesOnInFreeze: true as const }]]);
    await bot.say(alex, 'freeze the fair is on');
    const run = await bot.ask(dana, 'run paint');
    await bot.work({ definitions: { ...bot.deps.definitions, tasks } });

    expect(await bot.run(run)).toMatchObject({ outcome: 'succeeded' });
  });

  test('is over by itself at its time', async () => {
    await bot.say(alex, 'freeze the fair is on --until 2h');
    const paint = await bot.ask(dana, 'run paint');
    await bot.work();
    const meanwhile = await bot.run(paint);

    bot.clock.forward(2.1 * 3_600_000);
    await bot.sweep();
    await bot.work();

    expect(meanwhile.held).toContain('is frozen');
    expect(await bot.run(paint)).toMatchObject({ outcome: 'succeeded' });
    expect(await bot.say(dana, 'unfreeze')).toMatchObject({ is: 'refused', why: 'prod is not frozen. Nothing was changed.' });
  });

  test('is told in the channel and kept in the log, once, however often it arrives', async () => {
    for (const _ of [1, 2]) await bot.say(alex, 'freeze the fair is on', { key: 'same' });
    await bot.say(dana, 'unfreeze');

    expect(await frozen()).toEqual([{ reason: 'the fair is on', owner: alex, lifted_by: dana }]);
    expect(await bot.force("select kind, by from log where kind in ('frozen', 'unfrozen') order by seq")).toEqual([
      { kind: 'frozen', by: alex },
      { kind: 'unfrozen', by: dana },
    ]);
    expect(await bot.force("select count(*)::int as told from messages where view = 'freeze'")).toEqual([{ told: 2 }]);
  });

  test.each([
    ['freeze', 'freeze the fair is on'],
    ['lift', 'unfreeze'],
  ])('is nothing that a guest may %s', async (_, line) => {
    await bot.say(alex, 'freeze not now');

    expect(await bot.say(sam, line)).toMatchObject({ is: 'refused' });
    expect(await frozen()).toEqual([{ reason: 'not now', owner: alex, lifted_by: null }]);
  });

  test.each([
    ['freeze', /reason/],
    ['freeze fair --until yesterday', /`--until` is a time to come/],
    ['freeze fair --until soon', /`--until` is a time to come/],
  ])('`%s` is answered with what is allowed, and freezes nothing', async (line, why) => {
    expect(await bot.say(dana, line)).toMatchObject({ is: 'refused', why: expect.stringMatching(why) });
    expect(await frozen()).toEqual([]);
  });
});

test('`locks` tells freezes and what runs have locked', async () => {
  const run = await bot.ask(dana, 'run rebuild');
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'database', ${run})`);
  await bot.say(alex, 'freeze the fair is on');

  expect(await bot.say(dana, 'locks')).toMatchObject({
    view: 'holds',
    value: { freezes: [{ owner: alex, reason: 'the fair is on', until: null }], locks: [{ resource: 'database', run }] },
  });
});
