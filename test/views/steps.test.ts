import { expect, test } from 'vitest';
import type { OpenStep } from '../../src/core/step.ts';
import { checklistCard } from '../../src/views/checklist.ts';
import { reminder } from '../../src/views/steps.ts';
import { alex, dana, entry, moment, picture, run } from '../support/build.ts';
import { textsOf } from '../support/pictures.ts';

const step = (given: Partial<OpenStep>): OpenStep => ({
  id: 12,
  environment: 'prod',
  checklist: 'week-start',
  step: 'read',
  title: 'Read the <deploy> notes',
  run: 482,
  state: 'open',
  owner: null,
  note: null,
  dueAt: new Date(moment.getTime() + 3_600_000),
  openedAt: moment,
  carried: 0,
  closedBy: null,
  ...given,
});
const ended = run({ kind: 'checklist', state: 'ended', outcome: 'succeeded', startedAt: moment, endedAt: moment });
const card = (
  steps: readonly OpenStep[],
  offers: readonly { readonly label: string; readonly line: string; readonly asked?: number }[] = [],
) => {
  const reported = [{ check: 'a', status: 'ok' as const, findings: [{ status: 'ok' as const, summary: 'A is well.' }], tookMs: 1 }];
  const { text, blocks } = checklistCard(
    picture({ run: ended, title: 'Start of the week', checks: [{ id: 'a', title: 'A' }], reported, steps, offers }),
  );
  return { text, shown: JSON.stringify(blocks), lines: textsOf({ text, blocks: blocks ?? [] }) };
};

test('what is open has a button that ticks it off, and its title cannot format', () => {
  const { shown } = card([step({})]);

  expect(shown).toContain('*By hand:* 1 of 1 left');
  expect(shown).toContain('☐ 12 · Read the &lt;deploy&gt; notes · due');
  expect(shown).toContain('"value":"step done 12"');
});

test('who owns it, that it is late and how often it was carried over stand beside it', () => {
  const { shown } = card([step({ owner: dana, carried: 2, dueAt: new Date(moment.getTime() - 86_400_000) })]);

  expect(shown).toContain('*was due 24 h ago*');
  expect(shown).toContain(`<@${dana}>`);
  expect(shown).toContain('carried over twice');
});

test('what was settled says by whom and what came of it, and has no button', () => {
  const { shown } = card([
    step({ state: 'done', closedBy: alex, note: 'nothing <!channel> new' }),
    step({ id: 13, state: 'skipped', closedBy: dana, note: 'no deploy' }),
  ]);

  expect(shown).toContain('*By hand:* all 2 settled');
  expect(shown).toContain(`done by <@${alex}>: nothing &lt;!channel&gt; new`);
  expect(shown).toContain('⏭ 13');
  expect(shown).not.toContain('step done');
});

test('what was carried over to another card is not shown here any more', () => {
  expect(card([step({ run: 499 })]).shown).not.toContain('By hand');
});

test('what a list offers are buttons', () => {
  expect(card([], [{ label: 'Weekly backup', line: 'backup create --label weekly' }]).shown).toContain(
    '"value":"backup create --label weekly --env prod"',
  );
});

test('what the schedule has asked for already is told with its run, and has no button', () => {
  const { shown } = card([], [{ label: 'Weekly backup', line: 'backup create --label weekly', asked: 13 }]);

  expect(shown).toContain('*By itself:* Weekly backup (run 13)');
  expect(shown).not.toContain('backup create');
});

test('a reminder names the owners and says how each is ticked off', () => {
  const steps = [
    { number: 12, title: 'Read <it>', owner: dana, due: new Date(moment.getTime() - 7_200_000).toISOString() },
    { number: 13, title: 'Sweep', owner: null, due: moment.toISOString() },
  ];
  const { text, blocks } = reminder({
    entry: entry('step reminded', { body: { steps } }),
    run: undefined,
    title: '',
    policy: undefined,
    now: moment,
  });

  expect(text).toBe('2 steps by hand due on prod');
  expect(JSON.stringify(blocks)).toContain(`☐ 12 · Read &lt;it&gt; · <@${dana}> · due 2 h ago`);
  expect(JSON.stringify(blocks)).toContain('nobody’s yet');
});
