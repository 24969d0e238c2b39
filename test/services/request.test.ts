import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { createStore } from '../../src/store/store.ts';
import { answer } from '../../src/services/answer.ts';
import { createDesk } from '../../src/services/desk.ts';
import { alex, dana, ops, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

const runs = () => bot.force('select id from runs order by id');

test('the same key gives the same answer and one run', async () => {
  const key = 'slash:same';

  const first = await bot.say(dana, 'run rebuild', { key });
  const again = await bot.say(dana, 'run rebuild', { key });

  expect(again).toEqual(first);
  expect(await runs()).toHaveLength(1);
});

test('one delivery that comes ten times at once makes one run, and all get the same answer', async () => {
  for (let round = 1; round <= 5; round += 1) {
    const key = `slash:same-${round}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => bot.say(dana, 'run rebuild', { key })));
    await bot.force("update runs set state = 'ended', outcome = 'cancelled'");

    expect(answers.map(({ is }) => is)).toEqual(Array.from({ length: 10 }, () => 'recorded'));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await runs()).toHaveLength(round);
  }
});

test('two people who want the same at once get one run between them', async () => {
  const answers = await Promise.all([bot.say(dana, 'run rebuild'), bot.say(alex, 'run rebuild')]);

  expect(answers.map(({ is }) => is).toSorted((left, right) => left.localeCompare(right))).toEqual(['recorded', 'refused']);
  expect(await runs()).toHaveLength(1);
});

test('the same wish while the first is open points at the first', async () => {
  const id = await bot.ask(dana, 'run rebuild');

  const second = await bot.say(alex, 'run rebuild');

  expect(second).toMatchObject({ is: 'refused', next: `show ${id}` });
});

test('after the first has ended the same may be wished again', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.ask(dana, `cancel ${id}`);

  expect(await bot.ask(dana, 'run rebuild')).not.toBe(id);
});

test('a guest is refused, nothing is made, and the refusal is in the log once', async () => {
  const key = 'slash:guest';

  const said = await bot.say(sam, 'run rebuild', { key });
  await bot.say(sam, 'run rebuild', { key });

  expect(said).toMatchObject({ is: 'refused' });
  expect(await runs()).toEqual([]);
  expect(await bot.force('select kind, by from log')).toEqual([{ kind: 'refused', by: sam }]);
});

test('what nobody is named to approve is refused at once', async () => {
  const deps = { ...bot.deps, settings: { ...bot.deps.settings, rules: [] } };
  const caller = { by: dana, key: 'k', place: { channel: ops }, via: 'slash' } as const;

  const said = await createDesk(deps, []).request({ subject: 'rebuild', environment: 'prod' }, caller);

  expect(said).toMatchObject({ is: 'refused', why: expect.stringContaining('names nobody who may approve it') });
  expect(await runs()).toEqual([]);
});

test('an input that does not fit is refused before anything is made', async () => {
  const caller = { by: dana, key: 'k', place: { channel: ops }, via: 'slash' } as const;

  const said = await createDesk(bot.deps, []).request(
    { subject: 'rebuild', environment: 'prod', input: { house: 'h'.repeat(99) } },
    caller,
  );

  expect(said).toMatchObject({ is: 'refused', why: 'a house has a short name' });
  expect(await runs()).toEqual([]);
});

test('while a run is interrupted, a destructive wish is refused and names the holder, whoever else holds something', async () => {
  const beside = await bot.ask(dana, 'run measure');
  const id = await bot.ask(dana, 'run paint');
  await bot.force(`update runs set state = 'interrupted' where id = ${id}`);
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'backups', ${beside}), ('prod', 'database', ${id})`);

  expect(await bot.say(dana, 'run rebuild')).toMatchObject({
    is: 'refused',
    why: expect.stringContaining('holds database of prod'),
    next: `show ${id}`,
  });
});

test('beside work that destroys nothing a destructive wish is planned', async () => {
  const id = await bot.ask(dana, 'run paint');
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'backups', ${id})`);

  expect(await bot.say(dana, 'run rebuild')).toMatchObject({ is: 'recorded' });
});

test('somebody new is looked up once before the record is made', async () => {
  const looked: string[] = [];
  const lookUp = (id: string) => {
    looked.push(id);
    return Promise.resolve({ id, name: 'new', kind: 'member' as const, groups: [ops] });
  };
  const caller = { by: 'U0NEW', key: 'k', place: { channel: ops }, via: 'slash' } as const;

  const said = await answer({ deps: bot.deps, desk: createDesk(bot.deps, commands), lookUp }, 'run rebuild', caller);

  expect(said).toMatchObject({ is: 'recorded' });
  expect(looked).toEqual(['U0NEW']);
});

test('somebody of whom Slack says nothing is refused, and nothing is recorded', async () => {
  expect(await bot.say('U0NOBODY', 'run rebuild')).toMatchObject({ is: 'refused', why: expect.stringContaining('nothing was recorded') });
  expect(await bot.force('select 1 from log')).toEqual([]);
});

test('when the store is gone, the answer says that nothing was recorded', async () => {
  const store = createStore({ url: 'postgres://127.0.0.1:1/none', onError: () => {} });
  const deps = { ...bot.deps, store };
  const caller = { by: dana, key: 'k', place: { channel: ops }, via: 'slash' } as const;

  const said = await answer({ deps, desk: createDesk(deps, commands), lookUp: () => Promise.resolve(undefined) }, 'run rebuild', caller);
  await store.close();

  expect(said).toMatchObject({ is: 'refused', why: expect.stringContaining('*nothing was recorded*') });
});

test.each(['requested', 'waiting', 'ready'])('a run that is %s is cancelled at once, and nothing was done', async (state) => {
  const id = await bot.ask(dana, 'run rebuild');
  if (state !== 'requested') await bot.work();
  if (state === 'ready') await bot.reactions(id, { white_check_mark: [alex] });

  await bot.ask(dana, `cancel ${id}`);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'cancelled', cancelBy: dana });
  expect(bot.world.acts).not.toContain('dig');
});

test('only who asked or may approve can cancel', async () => {
  const id = await bot.ask(dana, 'run rebuild');

  expect(await bot.say('U0LEE', `cancel ${id}`)).toMatchObject({ is: 'refused' });
  expect(await bot.say(alex, `cancel ${id}`)).toMatchObject({ is: 'recorded' });
});

test.each(['cancel', 'resume', 'abandon', 'undo', 'show'])('%s of a run that is not there says so', async (verb) => {
  expect(await bot.say(dana, `${verb} 99`)).toMatchObject({ is: 'refused', why: 'There is no run 99.', next: 'runs' });
});

test.each([
  ['cancel', 'U0LEE'],
  ['resume', alex],
  ['abandon', alex],
  ['undo', dana],
  ['approve 0000', alex],
  ['deny 0000', alex],
])('what is refused is in the log, once for each asking: %s', async (words, by) => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  const [verb = '', plan] = words.split(' ');
  const line = plan === undefined ? `${verb} ${id}` : `${verb} ${id} ${plan}`;

  const said = await bot.say(by, line, { key: 'slash:again' });
  await bot.say(by, line, { key: 'slash:again' });

  expect(said.is).toBe('refused');
  const refused = (await bot.entries(id)).filter(({ kind }) => kind === 'refused');
  const does = plan === undefined ? `${verb} of run ${id}` : `${verb} ${plan} of run ${id}`;
  expect(refused).toMatchObject([{ by, environment: 'prod', body: { does, why: said.is === 'refused' ? said.why : '' } }]);
});

test('what is refused about a run that is not there is in the log, and in the story of no run', async () => {
  await bot.say(dana, 'undo 99');

  const rows = await bot.force("select run, by, body ->> 'does' as does from log where kind = 'refused'");
  expect(rows).toEqual([{ run: null, by: dana, does: 'undo of run 99' }]);
});

test('a vote that does not count is in the log once, with its own kind', async () => {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  const plan = (await bot.run(id)).digest?.slice(0, 4) ?? '';

  await bot.say(dana, `approve ${id} ${plan}`);

  expect((await bot.story(id)).filter((kind) => kind.includes('refused'))).toEqual(['vote refused']);
});

test('a wrong word changes nothing and names the right one', async () => {
  expect(await bot.say(dana, 'run rebiuld')).toMatchObject({ is: 'refused', why: expect.stringContaining('rebuild') });
  expect(await bot.force('select 1 from log')).toEqual([]);
});
