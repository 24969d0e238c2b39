import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { dated } from '../../src/core/since.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 23, hour));
const bad = (subject?: string, since?: Date): Finding => ({
  status: 'warn',
  summary: 'It is bad.',
  ...(subject !== undefined && { subject }),
  ...(since && { since: since.toISOString() }),
});
const good: Finding = { status: 'ok', summary: 'It is good.' };

test('what was bad before keeps its date, also when it gets worse', () => {
  const worse: Finding = { ...bad('/'), status: 'critical' };

  expect(dated([worse], { at: at(9), findings: [bad('/', at(8))] }, at(10))).toEqual([{ ...worse, since: at(8).toISOString() }]);
});

test('a run that kept no dates counts from itself', () => {
  expect(dated([bad()], { at: at(9), findings: [bad()] }, at(10))[0]?.since).toBe(at(9).toISOString());
});

test.each([
  ['for the first time', undefined],
  ['after it was good', { at: at(9), findings: [good] }],
  ['of another subject', { at: at(9), findings: [bad('/data', at(1))] }],
])('what is bad %s is so from now on', (_, earlier) => {
  expect(dated([bad('/')], earlier, at(10))[0]?.since).toBe(at(10).toISOString());
});

test('what is no longer known was not unknown when it was bad', () => {
  const unknown: Finding = { status: 'unknown', summary: 'It is unknown.', subject: '/' };

  expect(dated([unknown], { at: at(9), findings: [bad('/', at(8))] }, at(10))[0]?.since).toBe(at(10).toISOString());
  expect(dated([unknown], { at: at(9), findings: [{ ...unknown, since: at(7).toISOString() }] }, at(10))[0]?.since).toBe(
    at(7).toISOString(),
  );
});

test('what is well has no date', () => {
  expect(dated([good], { at: at(9), findings: [bad()] }, at(10))).toEqual([good]);
});
