import { expect, test } from 'vitest';
import { planDigest, shortDigest } from '../../src/core/digest.ts';
import { plan, policy } from '../support/build.ts';

const about = { environment: 'prod', task: 'rebuild', input: { house: 'h1' }, plan: plan(), policy: policy() };

test.each([
  ['the environment', { ...about, environment: 'staging' }],
  ['the task', { ...about, task: 'tear-down' }],
  ['the input', { ...about, input: { house: 'h2' } }],
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
  const turned = { policy: about.policy, plan: about.plan, input: about.input, task: about.task, environment: about.environment };

  expect(planDigest(turned)).toBe(planDigest(about));
  expect(planDigest({ ...about, plan: plan(JSON.parse(JSON.stringify(about.plan))) })).toBe(planDigest(about));
});

test('people compare the first four characters', () => {
  expect(shortDigest('7f3a99')).toBe('7f3a');
});
