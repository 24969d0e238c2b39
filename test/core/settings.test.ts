import { expect, test } from 'vitest';
import { policyFor } from '../../src/core/settings.ts';
import type { Rule } from '../../src/core/settings.ts';
import { alex, kim } from '../support/build.ts';

const forAll: Rule = { task: 'paint', approve: [{ user: alex }, { user: kim }], count: 2, validMinutes: 30 };

test('a rule for one environment leaves standing what it does not name', () => {
  const rules = [forAll, { task: 'paint', environment: 'prod', ask: ['members' as const] }];

  expect(policyFor({ rules, environments: [] }, 'paint', 'prod', 'change')).toMatchObject({
    ask: ['members'],
    approvals: [{ from: [{ user: alex }, { user: kim }], count: 2 }],
    validMinutes: 30,
  });
});

test('what a rule for one environment names counts there, and only there', () => {
  const rules = [forAll, { task: 'paint', environment: 'prod', approve: [{ user: alex }], count: 3 }];

  expect(policyFor({ rules, environments: [] }, 'paint', 'prod', 'change').approvals).toEqual([{ from: [{ user: alex }], count: 3 }]);
  expect(policyFor({ rules, environments: [] }, 'paint', 'staging', 'change').approvals).toEqual([
    { from: [{ user: alex }, { user: kim }], count: 2 },
  ]);
  expect(policyFor({ rules, environments: [] }, 'other', 'prod', 'change').approvals).toEqual([]);
});

test('a destructive task that no rule names can be approved by nobody', () => {
  expect(policyFor({ rules: [], environments: [] }, 'paint', 'prod', 'destructive').approvals).toEqual([{ from: [], count: 1 }]);
});
