import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import type { Caller } from '../../src/core/command.ts';
import { parseLine } from '../../src/core/line.ts';
import { definitions } from '../../src/registry.ts';
import { answer } from '../../src/services/answer.ts';
import type { LookUp } from '../../src/services/answer.ts';
import type { Deps } from '../../src/services/deps.ts';
import { createDesk } from '../../src/services/desk.ts';
import { alex, dana, ops, rio, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

const nobody = 'U0NOBODY';
let bot: Bot;
let deps: Deps;
let plan: string;
beforeAll(async () => {
  bot = await openBot();
  const both = <Value>(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>) => new Map([...one, ...other]);
  const toys = bot.deps.definitions;
  deps = {
    ...bot.deps,
    definitions: {
      checks: both(toys.checks, definitions.checks),
      tasks: both(toys.tasks, definitions.tasks),
      checklists: both(toys.checklists, definitions.checklists),
      scheduledTasks: toys.scheduledTasks,
    },
  };
});
beforeEach(async () => {
  await bot.anew();
  await bot.force(
    `insert into people (id, name, kind) values ('${rio}', 'rio', 'stranger'), ('U0CAT', 'cat', 'bot'), ('U0OLD', 'old', 'gone')`,
  );
  // A run that waits for votes: the number 1.
  await bot.ask(dana, 'run rebuild', { key: 'first' });
  await bot.work();
  plan = (await bot.run(1)).digest?.slice(0, 4) ?? '';
});
afterAll(() => bot.close());

/** A second environment, in whose channel only lee is. */
const withStaging = () => {
  const environments = [...deps.settings.environments, { name: 'staging', channel: 'C0STAGING' }];
  return { ...deps, settings: { ...deps.settings, environments } };
};
const unknown: LookUp = () => Promise.resolve(undefined);
let lines = 0;
function say(by: string, line: string, { lookUp = unknown, channel = ops }: { readonly lookUp?: LookUp; readonly channel?: string } = {}) {
  lines += 1;
  const caller: Caller = { by, key: `slash:${lines}`, place: { channel }, via: 'slash' };
  return answer({ deps, desk: createDesk(deps, commands), lookUp }, line, caller);
}

/** A right line of the commands for which their name alone is none. */
const lineOf: Readonly<Record<string, () => string>> = {
  abandon: () => 'abandon 1',
  approve: () => `approve 1 ${plan}`,
  'backup create': () => 'backup create --name mine',
  'backup verify': () => 'backup verify latest',
  cancel: () => 'cancel 1',
  deny: () => `deny 1 ${plan}`,
  freeze: () => 'freeze the fair is on',
  'log add': () => 'log add a note',
  logs: () => 'logs celery',
  restart: () => 'restart celery',
  restore: () => 'restore latest',
  resume: () => 'resume 1',
  run: () => 'run rebuild',
  show: () => 'show 1',
  'report file': () => 'report file 1',
  incident: () => 'incident it burns',
  'incident note': () => 'incident note it burns',
  'incident open': () => 'incident open system it burns',
  'incident update': () => 'incident update it burns',
  lead: () => `lead <@${dana}>`,
  note: () => 'note it burns',
  'step add': () => 'step add buy a broom',
  'step done': () => 'step done 1',
  'step due': () => 'step due 1 friday',
  'step give': () => `step give 1 <@${dana}>`,
  'step skip': () => 'step skip 1 no time',
  'step take': () => 'step take 1',
  trend: () => 'trend disk',
  undo: () => 'undo 1',
};
const right = (id: string): string => lineOf[id]?.() ?? id;
const others = commands.filter(({ id }) => id !== 'help').map(({ id }) => id);
const outsiders = [
  ['a guest', sam],
  ['somebody of another company', rio],
  ['another program', 'U0CAT'],
  ['somebody who left', 'U0OLD'],
] as const;

test.each(others)('the line of %s is right', (id) => {
  expect(parseLine(right(id), commands)).toMatchObject({ is: 'command', command: { id } });
});

describe.each(outsiders)('%s', (_, by) => {
  test.each(others)('is refused %s, and that is in the log', async (id) => {
    const before = await bot.entries(1);

    const said = await say(by, right(id));

    expect(said).toMatchObject({ is: 'refused' });
    expect(await bot.force('select id from runs')).toHaveLength(1);
    expect((await bot.entries(1)).filter(({ kind }) => kind !== 'vote refused')).toEqual(before);
    expect(await bot.force(`select kind from log where by = '${by}'`)).toEqual([{ kind: expect.stringMatching(/^(vote )?refused$/) }]);
  });

  test('may ask for help, which offers nothing but itself', async () => {
    expect(await say(by, 'help')).toMatchObject({ is: 'told', view: 'help', value: { commands: [{ usage: 'help [subject]' }] } });
  });
});

test.each(others)('somebody of whom Slack says nothing is refused %s', async (id) => {
  const said = await say(nobody, right(id));

  expect(said).toMatchObject({ is: 'refused', why: expect.stringContaining('I could not learn from Slack who you are') });
});

test('somebody new is looked up before they are told anything', async () => {
  const guest: LookUp = (id) => Promise.resolve({ id, name: 'new', kind: 'guest', groups: [] });
  const member: LookUp = (id) => Promise.resolve({ id, name: 'newer', kind: 'member', groups: [ops] });

  expect(await say('U0NEW', 'log', { lookUp: guest })).toMatchObject({
    is: 'refused',
    why: expect.stringContaining('You may not ask about prod'),
  });
  expect(await say('U0NEWER', 'log', { lookUp: member })).toMatchObject({ is: 'told' });
});

test('a refusal that comes again is in the log once', async () => {
  const caller: Caller = { by: sam, key: 'slash:again', place: { channel: ops }, via: 'slash' };
  const again = () => answer({ deps, desk: createDesk(deps, commands), lookUp: unknown }, 'log', caller);

  expect([await again(), await again()]).toMatchObject([{ is: 'refused' }, { is: 'refused' }]);
  expect(await bot.force(`select environment, body->>'subject' as about from log where by = '${sam}'`)).toEqual([
    { environment: 'prod', about: 'log' },
  ]);
});

test.each([
  ['runs --env staging', 'told'],
  ['runs', 'told'], // of the channel's environment
  ['log add all is well', 'told'],
  ['runs --env prod', 'refused'],
  ['show 1', 'refused'],
  ['log --run 1', 'refused'],
  ['log', 'refused'], // of all environments
  ['pending', 'refused'],
  ['pending --env staging', 'told'],
  ['run rebuild', 'recorded'],
  ['run rebuild --env prod', 'refused'],
])('in the channel of one environment, somebody who is only in that: %s is %s', async (line, is) => {
  const lee = 'U0LEE';
  const both = withStaging();
  await bot.force(`update people set groups = '{C0STAGING}' where id = '${lee}'`);
  const caller: Caller = { by: lee, key: 'slash:lee', place: { channel: 'C0STAGING' }, via: 'slash' };

  const said = await answer({ deps: both, desk: createDesk(both, commands), lookUp: unknown }, line, caller);

  expect(said).toMatchObject({ is });
});

test('help offers what is answered', async () => {
  expect(await say(alex, 'help')).toMatchObject({ value: { commands: commands.map(({ usage }) => ({ usage })) } });
});

test.each(['runs', 'pending', 'log', 'backup list'])('%s is shown to all only where the bot is at home', async (line) => {
  const elsewhere = await say(dana, `${line} --public`, { channel: 'C0RANDOM001' });

  expect(elsewhere).toMatchObject({ is: 'refused', why: expect.stringContaining('`--public` works only in a channel') });
  expect(await say(dana, `${line} --public`)).not.toMatchObject({ is: 'refused' });
});
