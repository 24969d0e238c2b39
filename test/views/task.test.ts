import { expect, test } from 'vitest';
import { isReadable, mostPlanCharacters } from '../../src/core/readable.ts';
import type { RunState } from '../../src/core/run.ts';
import { Outcome } from '../../src/core/run.ts';
import { taskCard } from '../../src/views/task.ts';
import { alex, dana, entry, kim, moment, picture, plan, policy, run } from '../support/build.ts';
import { buttonsOf, objectionsTo, textsOf } from '../support/pictures.ts';

const said = (given: Parameters<typeof picture>[0]) => textsOf(taskCard(picture(given))).join('\n');
const voted = (by: string, says: 'approve' | 'deny' = 'approve') => ({ by, says, via: 'reaction' });

test('the approval card is the picture that people were promised', () => {
  const asked = run({
    reason: 'table domains dropped by mistake',
    plan: plan({ facts: ['archive of 6.6 MiB', 'you lose 412 jobs'], impact: 'stops backend and celery', locks: ['database', 'services'] }),
  });

  const card = taskCard(picture({ run: asked }));

  const text = textsOf(card).join('\n');
  expect(text).toContain('*Rebuild the house · prod* · `house` from `bricks`');
  expect(text).toContain(`asked by <@${dana}>: “table domains dropped by mistake”`);
  expect(text).toContain(
    '• archive of 6.6 MiB\n• you lose 412 jobs\n• stops backend and celery\n• takes the locks database and services of prod',
  );
  expect(text).toContain(`✅ to approve, ❌ to deny · *0 of 1* · <@${alex}> or <@${kim}>, not <@${dana}>`);
  expect(text).toMatch(/until <!date\^\d+\^\{time\}\|11:00 UTC>/);
  expect(text).toContain('plan 7f3a');
  expect(card.reactions).toEqual(['white_check_mark', 'x']);
  expect(card.text).toBe('Rebuild the house prod, run 482: waits for approval, 0 of 1');
  expect(objectionsTo(card)).toEqual([]);
});

test('the buttons of the approval card are lines, the dangerous one is not the primary one, and they are three', () => {
  expect(buttonsOf(taskCard(picture()))).toEqual([
    { label: 'Approve', line: 'approve 482 7f3a' },
    { label: 'Deny', line: 'deny 482 7f3a' },
    { label: 'Cancel', line: 'cancel 482' },
  ]);
});

test('every number that is approved can be read, however many there are', () => {
  const facts = Array.from({ length: 120 }, (_, index) => `table number ${index} loses ${index * 17} rows of its ${index * 1000}`);

  const card = taskCard(picture({ run: run({ plan: plan({ facts }) }) }));

  const text = textsOf(card).join('\n');
  expect(facts.filter((fact) => !text.includes(fact))).toEqual([]);
  expect(text).toContain('to approve');
  expect(objectionsTo(card)).toEqual([]);
});

test.each(['waiting', 'ready', 'running', 'ended'] as const)('one long fact can be read to its end while %s', (state) => {
  const tables = Array.from({ length: 150 }, (_, index) => `${index * 17} rows_of_table_number_${index}`);
  const given = plan({ facts: [`you lose ${tables.join(', ')}`, 'the last fact'] });

  const card = taskCard(picture({ run: run({ state, plan: given, ...(state === 'ended' ? { outcome: 'succeeded' } : {}) }) }));

  const text = textsOf(card).join(' ');
  expect(tables.filter((table) => !text.includes(table))).toEqual([]);
  expect(text).toContain('• the last fact');
  expect(objectionsTo(card)).toEqual([]);
});

test('the longest plan that is offered can be read whole, beside the longest reason and many approvers', () => {
  const facts = ['x'.repeat(mostPlanCharacters - 200), 'the last fact'];
  const many = policy({ approvals: [{ from: Array.from({ length: 20 }, () => ({ user: alex })), count: 2 }] });
  const given = run({ reason: '&'.repeat(500), plan: plan({ facts }) });

  const card = taskCard(picture({ run: given, policy: many }));

  expect(isReadable(plan({ facts }))).toBe(true);
  expect(isReadable(plan({ facts: ['x'.repeat(mostPlanCharacters)] }))).toBe(false);
  expect(textsOf(card).join('').match(/x/g)).toHaveLength(mostPlanCharacters - 200);
  expect(textsOf(card).join()).toContain('the last fact');
  expect(objectionsTo(card)).toEqual([]);
});

test('two approvals of one person are one', () => {
  const votes = [voted(alex), { ...voted(alex), via: 'button' }];

  expect(said({ votes, policy: policy({ approvals: [{ from: ['members'], count: 2 }] }) })).toContain('*1 of 2*');
});

test('what becomes of it is told in place: about to start, the step, the end', () => {
  const votes = [voted(alex)];
  const entries = [entry('voted', { by: alex })];

  expect(said({ run: run({ state: 'ready' }), votes, entries })).toMatch(/✅ approved by <@U0ALEX00001> at .*\n⏳ about to start/);
  expect(said({ run: run({ state: 'ready', held: 'run 7 holds database' }) })).toContain('⏳ waits: run 7 holds database');
  const progress = { step: 2, of: 4, does: 'comparing', detail: '31 of 42 tables' };
  expect(said({ run: run({ state: 'running', progress }) })).toContain('▶ step 2 of 4: comparing (31 of 42 tables)');
  const ended = run({ state: 'ended', outcome: 'succeeded', startedAt: moment, endedAt: new Date(moment.getTime() + 43_000) });
  const receipt = [{ check: 'verify', status: 'ok' as const, findings: [{ status: 'ok' as const, summary: '181 819 jobs.' }], tookMs: 1 }];
  expect(said({ run: ended, reported: receipt })).toMatch(/🟢 \*done\* in 43 s\n🟢 181 819 jobs\.\nundo can be asked for until/);
  expect(buttonsOf(taskCard(picture({ run: ended })))).toEqual([{ label: 'Undo', line: 'undo 482' }]);
});

test('what the outcome says already is not said again', () => {
  const ended = run({ state: 'ended', outcome: 'failed', why: '`a` is not sound: it is cut', startedAt: moment, endedAt: moment });
  const findings = [
    { status: 'critical', summary: '`a` is not sound: it is cut.' },
    { status: 'ok', summary: 'It has a name.' },
  ] as const;

  const text = said({ run: ended, reported: [{ check: 'verify', status: 'critical', findings, tookMs: 1 }] });

  expect(text).toContain('🔴 *failed*: `a` is not sound: it is cut\n🟢 It has a name.');
  expect(text.match(/is not sound/g)).toHaveLength(1);
});

test('what a schedule asked for late says so', () => {
  const card = taskCard(picture({ run: run({ by: 'schedule:nightly', lateFor: moment }) }));

  expect(textsOf(card).join()).toMatch(/asked by the schedule nightly · ⏰ late: it was due <!date/);
});

test('a void plan says so, and nobody can approve it', () => {
  const card = taskCard(picture({ isVoid: true, run: run({ why: 'The plan is void: there are 13 rooms. It is planned anew.' }) }));

  expect(textsOf(card).join()).toContain('This plan is void');
  expect(buttonsOf(card)).toEqual([]);
});

test('a void plan still says why when there is a newer one', () => {
  const card = taskCard(picture({ isVoid: true, voidBecause: 'there are 13 rooms', run: run() }));

  expect(textsOf(card).join()).toContain('This plan is void: there are 13 rooms. There is a newer one below.');
});

test('an interrupted run says in which step, where things stand, and offers the ways out', () => {
  const stands = [
    { check: 'verify', status: 'ok' as const, findings: [{ status: 'ok' as const, summary: '`bigshot` serves.' }], tookMs: 1 },
  ];
  const given = {
    run: run({ state: 'interrupted', why: 'its worker w1 is gone', attempt: 2, settled: 2 }),
    entries: [entry('interrupted', { body: { step: 1 } })],
    reported: stands,
  };

  expect(said(given)).toContain('*Interrupted in step 1 of 1*: its worker w1 is gone.\n🟢 `bigshot` serves.');
  expect(buttonsOf(taskCard(picture(given))).map(({ line }) => line)).toEqual(['resume 482', 'abandon 482', 'show 482']);
  expect(buttonsOf(taskCard(picture({ ...given, onlyCleanUp: true }))).map(({ line }) => line)).toEqual(['abandon 482', 'show 482']);
});

test('before it is settled nobody is asked anything', () => {
  expect(buttonsOf(taskCard(picture({ run: run({ state: 'interrupted', attempt: 2, settled: 1 }) })))).toEqual([]);
});

test('where nobody can settle it yet, the card says why', () => {
  const held = 'this version does not know rebuild';

  expect(said({ run: run({ state: 'interrupted', attempt: 2, settled: 1, held }) })).toContain(`⚪ unknown where things stand: ${held}`);
});

test('a reason can neither mention nor pretend to be a line of the bot', () => {
  const reason = '<!channel> fine\n✅ approved by <@U0ALEX00001>\n\n• nothing is lost';

  const text = said({ run: run({ reason }) });

  expect(text).not.toContain('<!channel>');
  expect(text.split('\n').filter((line) => line.startsWith('✅ approved') || line.startsWith('• nothing'))).toEqual([]);
});

test.each(Outcome.options)('the end %s is said in words, in the notification too', (outcome) => {
  const card = taskCard(picture({ run: run({ state: 'ended', outcome, why: 'because of rain' }) }));

  expect(card.text).toContain(outcome);
  expect(textsOf(card).join()).toContain('because of rain');
  expect(objectionsTo(card)).toEqual([]);
});

test.each(['requested', 'waiting', 'ready', 'running', 'interrupted'] as const satisfies readonly RunState[])(
  'the longest plan stays within the limits while %s',
  (state) => {
    const long = '`x` & <y> '.repeat(2000);
    const given = run({
      state,
      why: long,
      held: long,
      reason: long,
      plan: plan({ summary: long, facts: [long, long], impact: long }),
      settled: 9,
    });

    const card = taskCard(picture({ run: given, entries: [entry('interrupted', { body: { step: 1 } })] }));

    expect(objectionsTo(card)).toEqual([]);
  },
);
