import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { homeOf } from '../../src/services/home.ts';
import { settleStep } from '../../src/services/steps.ts';
import { person } from '../../src/store/people.ts';
import { openStep } from '../../src/store/steps.ts';
import { homeView } from '../../src/views/home.ts';
import { dana, ops, sam } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(async () => {
  await bot.anew();
  await bot.force('truncate steps, incidents restart identity cascade');
});
afterAll(() => bot.close());

async function home(
  of: string,
  notice?: string,
): Promise<{ readonly picture: Awaited<ReturnType<typeof homeOf>>; readonly shown: string }> {
  const found = await person(bot.store, of);
  if (!found) throw new Error(`nobody is ${of}`);
  const picture = await homeOf(bot.deps, found, notice);
  return { picture, shown: JSON.stringify(homeView(picture)) };
}

test('before anybody has looked, the state is unknown and not good', async () => {
  const { picture, shown } = await home(dana);

  expect(picture.environments).toMatchObject([{ name: 'prod', waiting: [], locks: [], incidents: [] }]);
  expect(shown).toContain('⚪ unknown: nobody has looked yet');
  expect(shown).toContain('no incident, 0 open approvals, no lock, no freeze');
  expect(shown).toContain('*My steps by hand:* none');
});

test('what waits for votes, what is locked and what burns stand there', async () => {
  const run = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.force(`insert into locks (environment, resource, run) values ('prod', 'database', ${run})`);
  await bot.say(dana, 'incident "the <API> is down"');
  await bot.say(dana, 'freeze "the <fair> is on"');

  const { shown } = await home(dana);

  expect(shown).toContain(`waits for votes in <#${ops}>`);
  expect(shown).toContain(`🔒 database (run ${run})`);
  expect(shown).toContain(`🧊 *frozen* by <@${dana}>`);
  expect(shown).toContain('until somebody lifts it: the &lt;fair&gt; is on');
  expect(shown).toContain('"value":"unfreeze --env prod"');
  expect(shown).toContain('🔥 *INC-1* investigating: the &lt;API&gt; is down');
});

test('the last look at everything is told, the worst of it first', async () => {
  const { id } = await bot.run(await bot.ask(dana, 'run weather'));
  const found = [
    { status: 'ok', summary: 'A is well.' },
    { status: 'critical', summary: 'B is down.' },
  ];
  await bot.force(
    `update runs set kind = 'checklist', subject = 'health', state = 'ended', outcome = 'succeeded', ended_at = now() where id = ${id}`,
  );
  await bot.force('insert into findings (run, "check", status, findings, took_ms) values ($1, $2, $3, $4, 1)', [
    id,
    'x',
    'critical',
    JSON.stringify(found),
  ]);

  const { shown } = await home(dana);

  expect(shown).toContain('🔴 1 critical   🟢 1 ok');
  expect(shown).toContain('🔴 *critical* B is down.');
});

test('my steps have a button whose block names the channel, and are gone when they are done', async () => {
  const step = await openStep(bot.store, {
    environment: 'prod',
    title: 'Sweep',
    owner: dana,
    dueAt: new Date(Date.now() + 3_600_000),
    by: dana,
  });

  expect((await home(dana)).shown).toContain(`"block_id":"home:${ops}:step-${step.id}"`);
  expect((await home(dana)).shown).toContain(`"value":"prod ${step.id}"}],"block_id":"home:${ops}:form-prod"`);
  await settleStep(bot.deps, step.id, { is: 'done' }, { by: dana, key: 'k', place: { channel: ops }, via: 'button' });
  expect((await home(dana)).shown).toContain('*My steps by hand:* none');
});

test('what nobody has taken can be taken, and is one’s own then', async () => {
  const dueAt = new Date(Date.now() + 3_600_000);
  for (const title of ['Sweep', 'Dust', 'Air', 'Mop', 'Polish', 'Rest'])
    await openStep(bot.store, { environment: 'prod', title, dueAt, by: dana });

  const { shown, picture } = await home(dana);
  expect(picture.steps).toEqual([]);
  expect(shown).toContain('*Steps that nobody has taken* · 6');
  expect(shown).toContain('"value":"step take 1"');
  expect(shown).toContain('… and 1 more: `/bigshot step list`');
  await settleStep(bot.deps, 1, { is: 'given', owner: dana }, { by: dana, key: 'k', place: { channel: ops }, via: 'button' });
  expect((await home(dana)).picture).toMatchObject({ steps: [{ title: 'Sweep' }], free: { length: 5 } });
  expect((await home(sam)).picture.free).toEqual([]);
});

test('a guest sees nothing of any environment', async () => {
  const { picture, shown } = await home(sam);

  expect(picture.environments).toEqual([]);
  expect(shown).not.toContain('prod');
  expect(shown).toContain('nothing here that you may look at');
});

test('what a button was answered stands at the top', async () => {
  expect((await home(dana, 'Looking: health on prod, run 7.')).shown).toMatch(
    /^\[\{"type":"section","text":\{"type":"mrkdwn","text":"💬 Looking: health/,
  );
});
