import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import pino from 'pino';
import type { Deps } from '../../src/services/deps.ts';
import { request } from '../../src/services/request.ts';
import { offersUnder } from '../../src/services/offers.ts';
import { scheduleList, tick } from '../../src/services/schedule.ts';
import { dana, ops } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const environment = { name: 'prod', channel: ops };
const morning = { id: 'morning', cron: '0 8 * * *', timezone: 'Europe/Berlin' };
const dayMs = 24 * 60 * 60 * 1000;

/** The day after tomorrow; taken once, since a test may run over midnight. */
const day = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);

/** A tick at this time of that day, in UTC; Berlin's eight is seven or six there. */
async function tickAt(time: string, schedule = morning, as: Partial<Deps> = {}): Promise<void> {
  await tick({ ...bot.deps, ...as, clock: () => new Date(`${day}T${time}Z`) }, environment, schedule);
}
const utc = { ...morning, timezone: 'UTC' };
const runs = () => bot.force('select subject, by, late_for is not null as late, input from runs order by id');

test('a tick in time asks for its checklist, as the schedule', async () => {
  await tickAt('06:00:00', utc);

  await tickAt('08:00:01', utc);

  expect(await runs()).toEqual([{ subject: 'morning', by: 'schedule:morning', late: false, input: {} }]);
});

test('a schedule that was never seen before begins with no late digest', async () => {
  const past = { ...bot.deps, clock: () => new Date() };

  await tick(past, environment, { ...utc, cron: `${new Date(Date.now() - 120_000).getUTCMinutes()} * * * *` });

  expect(await runs()).toEqual([]);
});

test('a digest that was missed comes late, says so, and never twice', async () => {
  await tickAt('06:00:00', utc);

  await tickAt('10:30:00', utc);
  await tickAt('10:30:05', utc);
  await tickAt('11:00:00', utc);

  expect(await runs()).toMatchObject([{ subject: 'morning', late: true }]);
});

test('after twelve hours a missed digest is not asked for any more', async () => {
  await tickAt('06:00:00', utc);
  await bot.force('delete from runs');

  await tickAt('20:00:01', utc);

  expect(await runs()).toEqual([]);
});

test('a schedule is noted at the first look, however long ago its last instant was, so that the next one counts', async () => {
  await tickAt('21:00:00', utc);

  expect(await bot.force("select kind, body->>'schedule' as schedule from log")).toEqual([{ kind: 'scheduled', schedule: 'morning' }]);
});

test('two processes that tick at once make one run', async () => {
  await tickAt('06:00:00', utc);

  await Promise.all([tickAt('08:00:00', utc), tickAt('08:00:00', utc), tickAt('08:00:00', utc)]);

  expect(await runs()).toHaveLength(1);
});

test('the time zone of the schedule counts', async () => {
  await tickAt('04:00:00');

  await tickAt('07:30:00');
  const inBerlin = await runs();
  await tickAt('08:30:00', utc);

  expect(inBerlin).toMatchObject([{ subject: 'morning' }]);
  expect(await runs()).toHaveLength(2);
});

test('a scheduled task is asked for with its input', async () => {
  const nightly = { id: 'nightly', cron: '0 2 * * *', timezone: 'UTC' };
  await tickAt('00:30:00', nightly);

  await tickAt('02:00:00', nightly);
  await bot.work();

  expect(await runs()).toMatchObject([{ subject: 'paint', by: 'schedule:nightly', input: { house: 'h1' } }]);
  expect(await bot.run(1)).toMatchObject({ outcome: 'succeeded' });
});

test('what is refused to a schedule is refused and warned about once for each of its instants', async () => {
  const nightly = { id: 'nightly', cron: '0 2 * * *', timezone: 'UTC' };
  const asks = { kind: 'ask', task: 'rebuild', input: { house: 'h1' } } as const;
  const scheduledTasks = new Map([[nightly.id, { kind: 'scheduled task', title: 'Nightly', ...nightly, asks } as const]]);
  const warned: string[] = [];
  const as = {
    definitions: { ...bot.deps.definitions, scheduledTasks },
    log: pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) }),
  };
  await tickAt('00:30:00', nightly, as);

  await tickAt('02:00:00', nightly, as);
  await tickAt('02:00:05', nightly, as);
  await tickAt('09:00:00', nightly, as);

  expect(warned.map((line) => /"msg":"([^"]*)"/.exec(line)?.[1])).toEqual(['schedule was refused']);
  expect(await bot.force("select count(*)::int as rows from log where kind = 'refused'")).toEqual([{ rows: 1 }]);
});

test('a wish that is still open from before is no refusal: it is asked for late, when that one has ended', async () => {
  const nightly = { id: 'nightly', cron: '0 2 * * *', timezone: 'UTC' };
  const early = await request(
    bot.deps,
    { subject: 'paint', input: { house: 'h1' }, environment: 'prod' },
    { by: dana, key: 'by hand', place: { channel: ops }, via: 'slash' },
  );
  await tickAt('00:30:00', nightly);

  await tickAt('02:00:00', nightly);
  const meanwhile = await runs();
  await bot.work();
  await tickAt('02:05:00', nightly);

  expect(early).toMatchObject({ is: 'recorded' });
  expect(meanwhile).toHaveLength(1);
  expect(await runs()).toMatchObject([{ by: dana }, { by: 'schedule:nightly', late: true }]);
});

const offers = [
  { label: 'Paint', line: 'run paint', asks: { kind: 'ask', task: 'paint', input: { house: 'h1' } } },
  { label: 'Rebuild', line: 'run rebuild', asks: { kind: 'ask', task: 'rebuild', input: { house: 'h1' } } },
] as const;
const offering = (): Partial<Deps> => {
  const checklists = new Map([...bot.deps.definitions.checklists].map(([id, list]) => [id, { ...list, offers }]));
  return { definitions: { ...bot.deps.definitions, checklists } };
};

test('a schedule asks for the tasks of its list that the configuration names, once each, and for no other', async () => {
  const painting = { ...utc, runs: ['paint'] };
  await tickAt('06:00:00', painting, offering());

  await Promise.all([tickAt('08:00:00', painting, offering()), tickAt('08:00:00', painting, offering())]);
  const first = await runs();
  await bot.work();
  await tickAt('08:02:00', painting, offering());
  await tickAt('08:02:05', painting, offering());

  expect(first).toMatchObject([{ subject: 'paint', by: 'schedule:morning', input: { house: 'h1' } }]);
  expect(await runs()).toMatchObject([{ subject: 'paint' }, { subject: 'morning', by: 'schedule:morning', late: false }]);
});

test('the checks of a list wait for its tasks, but not for ever, and not for one that waits for people', async () => {
  const painting = { ...utc, runs: ['paint'] };
  await tickAt('06:00:00', painting, offering());
  await tickAt('08:00:00', painting, offering());
  await tickAt('08:59:00', painting, offering());
  const before = await runs();
  await tickAt('09:00:00', painting, offering());
  const after = await runs();
  await bot.force('delete from runs');
  await tickAt('08:00:00', painting, offering());
  await bot.force("update runs set state = 'waiting'");
  await tickAt('08:00:30', painting, offering());

  expect(before).toMatchObject([{ subject: 'paint' }]);
  expect(after).toMatchObject([{ subject: 'paint' }, { subject: 'morning', late: false }]);
  expect(await runs()).toMatchObject([{ subject: 'paint' }, { subject: 'morning' }]);
});

test('a task that is refused to a schedule keeps nothing of its list back', async () => {
  const both = { ...utc, runs: ['rebuild', 'paint'] };
  const settings = { ...bot.deps.settings, rules: [] };
  await tickAt('06:00:00', both, { ...offering(), settings });

  await tickAt('08:00:00', both, { ...offering(), settings });
  await bot.work();
  await tickAt('08:00:05', both, { ...offering(), settings });

  expect(await runs()).toMatchObject([{ subject: 'paint' }, { subject: 'morning' }]);
  expect(await bot.force("select body->>'subject' as subject from log where kind = 'refused'")).toEqual([{ subject: 'rebuild' }]);
});

test('what a schedule has asked for stands under its digest with its run, and the rest is still offered', async () => {
  const painting = { ...utc, runs: ['paint'] };
  await tickAt('06:00:00', painting, offering());
  await tickAt('08:00:00', painting, offering());
  await bot.work();
  await tickAt('08:00:05', painting, offering());
  const list = offering().definitions?.checklists.get('morning');
  const under = (id: number) => bot.deps.store.transaction(async (tx) => offersUnder(tx, list ?? never(), await bot.run(id)));
  const byHand = await bot.ask(dana, 'run morning');

  expect((await under(2)).map(({ label, asked }) => [label, asked])).toEqual([
    ['Paint', 1],
    ['Rebuild', undefined],
  ]);
  expect((await under(byHand)).map(({ asked }) => asked)).toEqual([undefined, undefined]);
});

test('the list of schedules says what each asks for', () => {
  const schedules = [
    { ...utc, runs: ['paint'] },
    { ...morning, id: 'nightly' },
  ];
  const { value } = scheduleList({ ...bot.deps, ...offering(), settings: { ...bot.deps.settings, schedules } });

  expect(value.schedules.map(({ id, runs: asksFor }) => [id, asksFor])).toEqual([
    ['nightly', undefined],
    ['morning', ['Paint']],
  ]);
});

function never(): never {
  throw new Error('there is no such checklist');
}
