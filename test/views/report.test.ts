import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { Picture } from '../../src/ports/messenger.ts';
import { report } from '../../src/views/report.ts';
import { buttonsOf, objectionsTo, textsOf } from '../support/pictures.ts';
import { picture, run } from '../support/build.ts';

const asked = (kind: 'check' | 'checklist', ...findings: readonly Finding[]): Picture => {
  const reported = [{ check: 'a', status: 'ok' as const, findings, tookMs: 1 }];
  const drawn = report(picture({ run: run({ kind, state: 'ended', outcome: 'succeeded' }), title: 'Backups', reported }));
  if (!drawn) throw new Error('nothing was drawn');
  expect(objectionsTo(drawn)).toEqual([]);
  return drawn;
};
const workers: Finding = { status: 'ok', summary: '1 worker answers.' };
const stuck: Finding = {
  status: 'critical',
  summary: '67 jobs are stuck.',
  subject: 'jobs',
  evidence: ['job 11'],
  remedies: [{ kind: 'advice', text: 'Start them again.' }],
};

test('of several checks the worst stands first, in what is heard too, with its advice beside it', () => {
  const drawn = asked('checklist', workers, workers, stuck);

  expect(drawn.text).toBe('Backups prod: 1 critical: 67 jobs are stuck.');
  expect(textsOf(drawn)[0]).toMatch(/^\*Backups · prod\* · .*\n🔴 1 critical {3}🟢 2 ok$/);
  expect(textsOf(drawn)[1]).toMatch(/^🔴 critical · 67 jobs are stuck\. _Start them again\._\n {8}job 11\n🟢 ok · 1 worker answers/);
});

test('one check knows the order of what it found', () => {
  expect(textsOf(asked('check', workers, stuck))[1]).toMatch(/^🟢[^🔴]*🔴/u);
  expect(asked('check', workers, stuck).text).toBe('Backups prod: 1 critical: 67 jobs are stuck.');
});

test('what is well says how much, and one thing says only itself', () => {
  expect(asked('check', workers, workers).text).toBe('Backups prod: 2 ok. 1 worker answers.');
  expect(asked('check', workers).text).toBe('Backups prod: 1 worker answers.');
  expect(textsOf(asked('check', workers))[0]).not.toContain('ok');
});

test('a button stands beside what it cures, once', () => {
  const cure: Finding = {
    status: 'warn',
    summary: 'It is old.',
    remedies: [{ kind: 'line', label: 'Back up now', line: 'backup create' }],
  };
  const drawn = asked('checklist', workers, cure, { ...cure, summary: 'It is not whole.' });

  expect(buttonsOf(drawn)).toEqual([{ label: 'Back up now', line: 'backup create --env prod' }]);
  expect(textsOf(drawn)).toEqual(expect.arrayContaining(['🟡 warn · It is old.', '🟡 warn · It is not whole.\n🟢 ok · 1 worker answers.']));
});

test('advice for several is said once, below them', () => {
  const archive: Finding = { status: 'ok', summary: '`a` · 6 MiB.', remedies: [{ kind: 'advice', text: 'Verify it.' }] };
  const texts = textsOf(asked('check', archive, archive));

  expect(texts.join('\n').match(/Verify it\./g)).toHaveLength(1);
  expect(texts).toContain('Verify it.');
});

test('nothing found says why', () => {
  expect(asked('check').text).toBe('Backups prod: Nothing was found.');
  expect(report(picture({ run: run({ kind: 'check', state: 'running' }) }))).toBeUndefined();
});
