import { expect, test } from 'vitest';
import { limits, type Range } from '../../../../sandbox/slack/blocks/limits.ts';
import { problemsOf } from '../../../../sandbox/slack/blocks/payload.ts';
import { plain } from './support/build.ts';
import { limitCases } from './support/limit-cases.ts';

const ranges: Readonly<Record<string, Range>> = limits;
const cases = Object.entries(limitCases).map(([name, limit]) => ({ name, limit, range: ranges[name] ?? {} }));
const above = cases.flatMap(({ name, limit, range: { most } }) => (most === undefined ? [] : [{ name, limit, most }]));
const below = cases.flatMap(({ name, limit, range: { least } }) => (least === undefined ? [] : [{ name, limit, least }]));

test('every limit has an upper or a lower end', () => {
  expect(new Set([...above, ...below].map(({ name }) => name))).toEqual(new Set(Object.keys(limits)));
});

test.each(above)('$name may be $most', ({ limit, most }) => {
  expect(limit.problems(most)).toEqual([]);
});

test.each(above)('$name may not be more than $most', ({ limit, most }) => {
  const problems = limit.problems(most + 1);

  expect(new Set(problems.map(({ message }) => message)).size).toBe(1);
  expect(problems).toContainEqual(broken(limit.pointer, most));
});

test.each(below)('$name may be $least', ({ limit, least }) => {
  expect(limit.problems(least)).toEqual([]);
});

test.each(below)('$name may not be less than $least', ({ limit, least }) => {
  expect(limit.problems(least - 1)).toContainEqual(broken(limit.pointer, least));
});

test('texts are counted in characters, not in UTF-16 units', () => {
  const header = (text: string) => problemsOf([{ type: 'header', text: plain(text) }]);

  expect(header('🔴'.repeat(150))).toEqual([]);
  expect(header('🔴'.repeat(151))).toContainEqual(broken('/blocks/0/text/text', 150));
});

function broken(pointer: string, expected: number): unknown {
  return expect.objectContaining({ code: 'failed_constraint', pointer, constraint: expect.objectContaining({ expected }) });
}
