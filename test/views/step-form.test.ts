import { expect, test } from 'vitest';
import { problemsOfView } from '../../sandbox/slack/blocks/view.ts';
import type { OpenStep } from '../../src/core/step.ts';
import { stepFormView } from '../../src/views/step-form.ts';
import { moment } from '../support/build.ts';

const step = (id: number, title = 'Read the notes'): OpenStep => ({
  id,
  environment: 'prod',
  checklist: 'week-start',
  step: 'read',
  title,
  run: 482,
  state: 'open',
  owner: null,
  note: null,
  dueAt: moment,
  openedAt: moment,
  carried: 0,
  closedBy: null,
});

test.each([
  ['one step', [step(1)]],
  ['a very long title', [step(1, 'x'.repeat(500))]],
  ['more steps than a menu holds', Array.from({ length: 150 }, (_, index) => step(index + 1))],
])('with %s Slack takes it', (_, [first = step(0), ...more]) => {
  expect(problemsOfView(stepFormView([first, ...more], undefined, 'C1'), '/view', 'modal')).toEqual([]);
});

test('it begins with the step that it was opened for, or the first where that one is settled', () => {
  const begins = (first: number | undefined) => JSON.stringify(stepFormView([step(1), step(2)], first, 'C1').blocks[0]);

  expect(begins(2)).toContain('"initial_option":{"text":{"type":"plain_text","text":"2 · Read the notes"},"value":"2"}');
  expect(begins(9)).toContain('"initial_option":{"text":{"type":"plain_text","text":"1 · Read the notes"},"value":"1"}');
});
