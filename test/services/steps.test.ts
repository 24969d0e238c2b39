import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import type { Answer } from '../../src/core/answer.ts';
import { defineChecklist } from '../../src/core/checklist.ts';
import type { Checklist } from '../../src/core/checklist.ts';
import { answer } from '../../src/services/answer.ts';
import type { WorkerDeps } from '../../src/services/deps.ts';
import { createDesk } from '../../src/services/desk.ts';
import { request } from '../../src/services/request.ts';
import { dueIn, remindOfSteps } from '../../src/services/steps.ts';
import { openSteps } from '../../src/store/steps.ts';
import { alex, dana, ops, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

const chores = defineChecklist({
  id: 'chores',
  title: 'Chores',
  items: [],
  steps: [
    { id: 'sweep', title: 'Sweep the yard', procedures: [], days: 0 },
    { id: 'paint', title: 'Look at the paint', procedures: [], days: 3 },
  ],
});

let bot: Bot;
let deps: WorkerDeps;
beforeAll(async () => {
  bot = await openBot();
  const checklists = new Map<string, Checklist>([...bot.deps.definitions.checklists, [chores.id, chores]]);
  deps = { ...bot.deps, definitions: { ...bot.deps.definitions, checklists } };
});
beforeEach(async () => {
  bot.clock.reset();
  await bot.anew();
  await bot.force('truncate steps restart identity');
});
afterAll(() => bot.close());

const hourMs = 3_600_000;
let lines = 0;
function say(by: string, line: string): Promise<Answer> {
  lines += 1;
  const caller = { by, key: `slash:${lines}`, place: { channel: ops }, via: 'slash' } as const;
  return answer({ deps, desk: createDesk(deps, commands), lookUp: () => Promise.resolve(undefined) }, line, caller);
}
/** The checklist comes by its schedule. */
async function comes(): Promise<number> {
  lines += 1;
  const caller = { by: 'schedule:chores', key: `chores@${lines}`, place: { channel: ops }, via: 'schedule' } as const;
  const said = await request(deps, { subject: 'chores', environment: 'prod' }, caller);
  await bot.work(deps);
  return said.is === 'recorded' ? said.runId : 0;
}
const open = () => openSteps(deps.store, {});
const titles = async () => (await open()).map(({ title }) => title);
const logged = () => bot.force(`select kind, by, body->>'note' as note from log where kind like 'step %' order by seq`);

describe('when a checklist has come', () => {
  test('its steps are open, each with its day, and its card shows them', async () => {
    const run = await comes();

    expect(await open()).toMatchObject([
      { id: 1, title: 'Sweep the yard', run, owner: null, carried: 0, dueAt: dueIn(0, bot.clock.now(), 'Europe/Berlin') },
      { id: 2, title: 'Look at the paint', dueAt: dueIn(3, bot.clock.now(), 'Europe/Berlin') },
    ]);
  });

  test('one that is still open is carried over to the next card with its number, owner and day', async () => {
    await comes();
    await say(dana, 'step take 2');
    const before = await open();
    const second = await comes();

    expect(await open()).toMatchObject([
      { id: 1, run: second, carried: 1 },
      { id: 2, run: second, carried: 1, owner: dana, dueAt: before[1]?.dueAt },
    ]);
  });

  test('one that was done is opened anew by the schedule, but not by somebody who runs the list once more that day', async () => {
    await comes();
    await say(dana, 'step done 1 was dusty');
    await say(dana, 'run chores');
    await bot.work(deps);

    expect(await titles()).toEqual(['Look at the paint']);
    await comes();
    expect(await titles()).toEqual(['Sweep the yard', 'Look at the paint']);
  });

  test('a run that is looked at twice opens nothing twice', async () => {
    const run = await comes();
    bot.queue.push(run);
    await bot.work(deps);

    expect(await open()).toHaveLength(2);
    expect(await open()).toMatchObject([{ carried: 0 }, { carried: 0 }]);
  });
});

describe('a step', () => {
  test('is ticked off with what came of it, and the log keeps that', async () => {
    const run = await comes();

    expect(await say(dana, 'step done 1 it was dusty')).toMatchObject({
      view: 'step',
      value: { step: { state: 'done', note: 'it was dusty', closedBy: dana } },
    });
    expect(await titles()).toEqual(['Look at the paint']);
    expect(await logged()).toEqual([{ kind: 'step done', by: dana, note: 'it was dusty' }]);
    expect(await bot.force(`select run from log where kind = 'step done'`)).toEqual([{ run: String(run) }]);
  });

  test('is left out only for a reason', async () => {
    await comes();

    expect(await say(dana, 'step skip 1')).toMatchObject({ is: 'refused', why: expect.stringContaining('<reason> is missing') });
    expect(await say(dana, 'step skip 1 x')).toMatchObject({ is: 'refused', why: expect.stringContaining('is a reason in a few words') });
    expect(await say(dana, 'step skip 1 snow lies on it')).toMatchObject({
      value: { step: { state: 'skipped', note: 'snow lies on it' } },
    });
  });

  test('that is settled stays so', async () => {
    await comes();
    await say(dana, 'step done 1');

    expect(await say(alex, 'step skip 1 no need')).toEqual({
      is: 'refused',
      why: 'Step 1 is done already. Nothing was changed.',
      next: 'step list',
    });
    expect(await say(alex, 'step done 99')).toMatchObject({ is: 'refused', why: 'There is no step 99.' });
    expect(await logged()).toHaveLength(1);
  });

  test('has an owner and another day when somebody says so', async () => {
    await comes();

    await say(dana, `step give 1 <@${alex}>`);
    await say(dana, 'step due 1 "3 days"');
    const [sweep] = (await open()).filter(({ id }) => id === 1);

    expect(sweep?.owner).toBe(alex);
    expect((sweep?.dueAt.getTime() ?? 0) - bot.clock.now().getTime()).toBeGreaterThan(2 * 86_400_000);
    expect(await say(dana, 'step give 1 alex')).toMatchObject({ is: 'refused', why: expect.stringContaining('is a person') });
    expect(await say(dana, 'step due 1 yesterday')).toMatchObject({ is: 'refused', why: expect.stringContaining('a day to come') });
  });

  test('may be somebody’s own, and is listed with the others', async () => {
    await comes();

    await say(dana, 'step add "Buy a new broom" --due tomorrow');

    expect((await open()).filter(({ owner }) => owner === dana)).toMatchObject([{ title: 'Buy a new broom', checklist: null }]);
    expect(await say(dana, 'step list --mine')).toMatchObject({ value: { steps: [{ title: 'Buy a new broom' }] } });
    expect(await say(dana, 'step list')).toMatchObject({ value: { steps: [{}, {}, {}] } });
  });

  test.each(['step done 1', 'step skip 1 no time', 'step take 1', 'step add "a broom"', 'step list'])(
    '%s is not for guests',
    async (line) => {
      await comes();

      expect(await say(sam, line)).toMatchObject({ is: 'refused' });
      expect(await open()).toMatchObject([{ owner: null }, { owner: null }]);
    },
  );
});

describe('a reminder', () => {
  const reminders = () => bot.force(`select view, channel from messages where view = 'reminder'`);

  test('comes once a day for all that is due, and not for what is not', async () => {
    await comes();
    await remindOfSteps(deps, ops);
    expect(await reminders()).toEqual([]);

    bot.clock.forward(50 * hourMs);
    await remindOfSteps(deps, ops);
    await remindOfSteps(deps, ops);

    expect(await reminders()).toEqual([{ view: 'reminder', channel: ops }]);
    expect(
      await bot.force(
        `select body->'steps'->0->>'title' as title, jsonb_array_length(body->'steps') as many from log where kind = 'step reminded'`,
      ),
    ).toEqual([{ title: 'Sweep the yard', many: 1 }]);
    bot.clock.forward(24 * hourMs);
    await remindOfSteps(deps, ops);
    expect(await reminders()).toHaveLength(2);
  });

  test('stops when the step is done', async () => {
    await comes();
    await say(dana, 'step done 1');
    bot.clock.forward(50 * hourMs);
    await remindOfSteps(deps, ops);

    expect(await reminders()).toEqual([]);
  });
});
