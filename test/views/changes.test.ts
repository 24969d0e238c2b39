import { expect, test } from 'vitest';
import type { Status } from '../../src/core/finding.ts';
import type { Reported } from '../../src/store/findings.ts';
import { changes } from '../../src/views/changes.ts';

const titles: Readonly<Record<string, string>> = { api: 'API', database: 'Database', redis: 'Redis', disk: 'Disk space' };
const checks = Object.entries(titles).map(([id, title]) => ({ id, title }));
const said = (statuses: Readonly<Record<string, Status>>): readonly Reported[] =>
  Object.entries(statuses).map(([check, status]) => ({ check, status, findings: [], tookMs: 1 }));
const told = (before: Readonly<Record<string, Status>>, now: Readonly<Record<string, Status>>) =>
  changes({ checks, reported: said(now), before: said(before) });

test.each<[Status, Status, string]>([
  ['ok', 'critical', 'new: API'],
  ['ok', 'unknown', 'new: API'],
  ['skipped', 'warn', 'new: API'],
  ['warn', 'critical', 'worse: API'],
  ['unknown', 'critical', 'worse: API'],
  ['unknown', 'warn', 'worse: API'],
  ['critical', 'unknown', 'no longer known: API'],
  ['warn', 'unknown', 'no longer known: API'],
  ['critical', 'warn', 'better: API'],
  ['critical', 'ok', 'recovered: API'],
  ['unknown', 'ok', 'recovered: API'],
  ['ok', 'skipped', 'no longer looked at: API'],
  ['critical', 'skipped', 'no longer looked at: API'],
  ['skipped', 'ok', 'looked at again: API'],
])('a check that goes from %s to %s is told', (then, now, words) => {
  expect(told({ api: then, database: 'ok' }, { api: now, database: 'ok' })).toBe(`   ·   since the last time ${words}`);
});

test('only where each check says the same is it as the last time', () => {
  const same = { api: 'ok', database: 'critical', redis: 'unknown', disk: 'skipped' } as const;

  expect(told(same, same)).toBe('   ·   as the last time');
});

test('one or two checks are named, more are counted, and what got worse comes first', () => {
  const before = { api: 'critical', database: 'ok', redis: 'warn', disk: 'warn' } as const;

  expect(told(before, { api: 'ok', database: 'warn', redis: 'critical', disk: 'critical' })).toBe(
    '   ·   since the last time new: Database; worse: Redis and Disk space; recovered: API',
  );
  expect(told(before, { api: 'ok', database: 'ok', redis: 'ok', disk: 'ok' })).toBe('   ·   since the last time recovered: 3');
});

test('a check that is gone from the list or new in it is no silent change', () => {
  expect(told({ api: 'ok', redis: 'ok' }, { api: 'ok', disk: 'warn' })).toBe(
    '   ·   since the last time new: Disk space; no longer looked at: Redis',
  );
});

test('nothing is said where there was no last time', () => {
  expect(changes({ checks, reported: said({ api: 'ok' }), before: undefined })).toBe('');
});
