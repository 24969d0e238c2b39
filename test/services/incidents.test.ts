import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import type { Answer } from '../../src/core/answer.ts';
import type { Caller } from '../../src/core/command.ts';
import { answer } from '../../src/services/answer.ts';
import type { WorkerDeps } from '../../src/services/deps.ts';
import { createDesk } from '../../src/services/desk.ts';
import { pictureOf } from '../../src/services/picture.ts';
import { definitions } from '../../src/registry.ts';
import { incidentById, timelineOf } from '../../src/store/incidents.ts';
import { stands } from '../../src/store/messages.ts';
import type { Message } from '../../src/store/messages.ts';
import { views } from '../../src/views/views.ts';
import { alex, dana, ops, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { textsOf } from '../support/pictures.ts';

const channel = 'C0INCIDENT1';
let bot: Bot;
let deps: WorkerDeps;
beforeAll(async () => {
  bot = await openBot();
  const environments = bot.deps.settings.environments.map((one) => ({ ...one, incidents: channel }));
  const checklists = new Map([...bot.deps.definitions.checklists, ...definitions.checklists]);
  deps = { ...bot.deps, settings: { ...bot.deps.settings, environments }, definitions: { ...bot.deps.definitions, checklists } };
});
beforeEach(async () => {
  await bot.anew();
  await bot.force('truncate incidents, steps restart identity cascade');
});
afterAll(() => bot.close());

let lines = 0;
function say(by: string, line: string, given: Partial<Caller> = {}): Promise<Answer> {
  lines += 1;
  const caller: Caller = { by, key: `slash:${lines}`, place: { channel: ops }, via: 'slash', ...given };
  return answer({ deps, desk: createDesk(deps, commands), lookUp: () => Promise.resolve(undefined) }, line, caller);
}
const inThread = { place: { channel, thread: '100.1' }, via: 'mention' } as const;
const messages = () => bot.force(`select id, subject, view, channel, parent_id as parent from messages order by id`);
const logged = () => bot.force(`select kind, by, body->>'text' as text from log where kind like 'incident %' order by seq`);

/** An incident whose headline stands in Slack. */
async function declared(line = 'incident "the API does not answer"'): Promise<number> {
  await say(dana, line);
  const [headline] = await bot.force(`select id from messages where view = 'incident' order by id desc`);
  await stands(deps.store, Number(headline?.['id']), '100.1');
  return Number((await bot.force('select max(id) as id from incidents'))[0]?.['id']);
}

/** The words of a message of an incident. */
async function shown(view: 'incident' | 'before' | 'timeline', id = 1): Promise<string> {
  const message = { subject: 'incident', subjectId: id, view, key: '' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a message only these are looked at here
  const picture = await pictureOf(deps.store, deps, views, message as unknown as Message);
  return picture ? textsOf(picture).join('\n') : '';
}

describe('to declare an incident', () => {
  test('makes a headline, what was changed before, and the checklist of its kind, all in one thread', async () => {
    await say(dana, 'incident open security "somebody guessed a password"');

    const [headline, ...others] = await messages();
    expect(headline).toMatchObject({ subject: 'incident', view: 'incident', channel, parent: null });
    expect(others).toMatchObject([
      { view: 'before', channel, parent: headline?.['id'] },
      { subject: 'run', view: 'checklist', channel, parent: headline?.['id'] },
    ]);
    expect(await bot.force('select subject, channel from runs')).toEqual([{ subject: 'emergency-security', channel }]);
    expect(await incidentById(deps.store, 1)).toMatchObject({ kind: 'security', state: 'investigating', lead: dana });
  });

  test('is done once, however often Slack says it', async () => {
    await say(dana, 'incident "the API does not answer"', { key: 'once' });
    await say(dana, 'incident "the API does not answer"', { key: 'once' });

    expect(await bot.force('select id from incidents')).toHaveLength(1);
    expect(await bot.force('select id from runs')).toHaveLength(1);
    expect(await messages()).toHaveLength(3);
  });

  test.each([
    ['incident', '<title> is missing'],
    ['incident open fire "it burns"', 'kind: is one of system, security, data-loss'],
    ['incident open system', '<title> is missing'],
    ['incident x', 'says in a few words what happened'],
  ])('`%s` is told what is wanting', async (line, why) => {
    expect(await say(dana, line)).toMatchObject({ is: 'refused', why: expect.stringContaining(why) });
    expect(await bot.force('select id from incidents')).toEqual([]);
  });

  test('is not for guests', async () => {
    expect(await say(sam, 'incident "it burns"')).toMatchObject({ is: 'refused', why: expect.stringContaining('You may not') });
    expect(await bot.force('select id from incidents')).toEqual([]);
  });
});

describe('in its thread', () => {
  test('notes, news and the lead need no number', async () => {
    await declared();

    await say(alex, 'note the disk of the database is full', inThread);
    await say(dana, 'incident update we are making room', inThread);
    await say(alex, 'lead', inThread);

    expect(await logged()).toMatchObject([
      { kind: 'incident opened', by: dana },
      { kind: 'incident note', by: alex, text: 'the disk of the database is full' },
      { kind: 'incident update', by: dana, text: 'we are making room' },
      { kind: 'incident lead', by: alex },
    ]);
    expect(await incidentById(deps.store, 1)).toMatchObject({ news: 'we are making room', lead: alex });
    expect(await shown('incident')).toContain('_Latest:_ we are making room');
  });

  test('the right one is meant when two are open', async () => {
    await declared();
    await say(dana, 'incident "another one"');

    await say(alex, 'note here', inThread);
    expect(await say(alex, 'note where?')).toMatchObject({ is: 'refused', why: 'Which one? Add `--incident` with one of: 2, 1.' });
    await say(alex, 'note there --incident INC-2');

    expect(await bot.force(`select body->>'incident' as incident from log where kind = 'incident note' order by seq`)).toEqual([
      { incident: '1' },
      { incident: '2' },
    ]);
  });

  test('what is asked for there belongs to its timeline', async () => {
    await declared();
    const said = await say(dana, 'run weather', inThread);
    await bot.work(deps);

    const kinds = (await timelineOf(deps.store, 1)).map(({ kind, run }) => `${kind} ${run ?? ''}`.trim());

    expect(said).toMatchObject({ is: 'recorded' });
    expect(kinds).toEqual(expect.arrayContaining(['incident opened', 'asked 1', 'asked 2', 'ended 2']));
  });
});

describe('its end', () => {
  test('is said in the headline, and the timeline is posted', async () => {
    await declared();
    await say(alex, 'note disk full <!channel> password=hunter2', inThread);
    await say(dana, 'mitigated made room', inThread);
    await say(dana, 'resolve "old backups had filled the disk"', inThread);

    expect(await incidentById(deps.store, 1)).toMatchObject({
      state: 'resolved',
      resolvedBy: dana,
      outcome: 'old backups had filled the disk',
    });
    expect((await messages()).filter(({ view }) => view === 'timeline')).toHaveLength(1);
    const story = await shown('timeline');
    expect(story).toMatch(/declared it[\s\S]*noted: disk full[\s\S]*called it mitigated: made room[\s\S]*called it resolved: old backups/);
    expect(story).not.toMatch(/<!channel>|hunter2/);
    expect(await shown('incident')).toContain('✅ *INC-1 · system failure · prod · resolved*');
  });

  test('is one end: later news are refused, a later note is kept', async () => {
    await declared();
    await say(dana, 'resolve', inThread);

    expect(await say(alex, 'incident update more', inThread)).toMatchObject({
      is: 'refused',
      why: expect.stringContaining('INC-1 is resolved already'),
    });
    expect(await say(alex, 'resolve again', inThread)).toMatchObject({ is: 'refused' });
    expect(await say(alex, 'note what we learned', inThread)).toMatchObject({ is: 'told' });
    expect((await messages()).filter(({ view }) => view === 'timeline')).toHaveLength(1);
  });

  test('of an incident that is none is refused', async () => {
    expect(await say(dana, 'incident resolve')).toMatchObject({ is: 'refused', why: 'No incident is open.' });
    expect(await say(dana, 'incident resolve --incident 7')).toMatchObject({ is: 'refused', why: 'There is no INC-7.' });
  });
});

test('what was changed in the day before is listed', async () => {
  await bot.ask(dana, 'run paint');
  await bot.work();
  await declared();

  expect(await shown('before')).toMatch(/What was changed in the 24 h before\* · 1[\s\S]*succeeded \(run 1\)/);
  await bot.force(`update incidents set opened_at = opened_at - interval '2 days'`);
  expect(await shown('before')).toBe('Nothing was changed through me on prod in the 24 h before.');
});

test('those that are open are listed with how they stand', async () => {
  await declared();

  expect(await say(alex, 'incident status')).toMatchObject({ value: { incidents: [{ id: 1, state: 'investigating' }] } });
});
