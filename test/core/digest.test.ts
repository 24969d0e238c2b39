import { expect, test } from 'vitest';
import { planDigest, shortDigest } from '../../src/core/digest.ts';
import { kim, moment, plan, policy, run } from '../support/build.ts';

const wish = run({ input: { house: 'h1' } });
const about = { run: wish, title: 'Rebuild the house', plan: plan(), policy: policy() };

test.each([
  ['the environment', { ...about, run: { ...wish, environment: 'staging' } }],
  ['the task', { ...about, run: { ...wish, subject: 'tear-down' } }],
  ['the input', { ...about, run: { ...wish, input: { house: 'h2' } } }],
  ['who asked', { ...about, run: { ...wish, by: kim } }],
  ['the reason', { ...about, run: { ...wish, reason: 'rain' } }],
  ['the run that it undoes', { ...about, run: { ...wish, undoes: 7 } }],
  ['the instant that it was due', { ...about, run: { ...wish, lateFor: moment } }],
  ['the title', { ...about, title: 'Tear the house down' }],
  ['the summary', { ...about, plan: plan({ summary: 'other' }) }],
  ['a fact', { ...about, plan: plan({ facts: ['13 rooms'] }) }],
  ['the impact', { ...about, plan: plan({ impact: 'none' }) }],
  ['the duration', { ...about, plan: plan({ seconds: 5 }) }],
  ['the work', { ...about, plan: plan({ work: { house: 'h1', deep: [1, { two: 3 }] } }) }],
  ['a step’s words', { ...about, plan: plan({ steps: [{ id: 'dig', does: 'dig deep' }] }) }],
  ['the locks', { ...about, plan: plan({ locks: [] }) }],
  ['who may approve', { ...about, policy: policy({ approvals: [] }) }],
  ['how many must approve', { ...about, policy: policy({ approvals: [{ from: ['members'], count: 2 }] }) }],
])('another digest for %s that differs', (_, other) => {
  expect(planDigest(other)).not.toBe(planDigest(about));
});

test('the order of keys and a trip through JSON change nothing', () => {
  const turned = { policy: about.policy, plan: about.plan, title: about.title, run: about.run };

  expect(planDigest(turned)).toBe(planDigest(about));
  expect(planDigest({ ...about, plan: plan(JSON.parse(JSON.stringify(about.plan))) })).toBe(planDigest(about));
});

test('what becomes of a run on its way changes nothing', () => {
  const later = run({ ...wish, state: 'ready', attempt: 4, held: 'run 7 holds database', worker: 'w2' });

  expect(planDigest({ ...about, run: later })).toBe(planDigest(about));
});

test('people compare the first four characters', () => {
  expect(shortDigest('7f3a99')).toBe('7f3a');
});
