import { expect, test } from 'vitest';
import { bytePattern, isPattern } from '../../src/lib/pattern.ts';

test.each([String.raw`took \d{4,} ms`, 'ERROR|FATAL', '^\\[.*\\] größer', '[a-z]+@', '(a+)+$'])('%s is a pattern', (source) => {
  expect(isPattern(source)).toBe(true);
});

test.each([
  ['what is no expression', '(a'],
  ['looking ahead', '(?=a)b'],
  ['looking behind', '(?<!a)b'],
  ['a back-reference', String.raw`(a)\1`],
  ['a large repetition', 'x{1,1000}'],
  ['what every line matches', 'a*'],
  ['a letter outside of ASCII in a set', '[äö]'],
])('%s is none', (_, source) => {
  expect(isPattern(source)).toBe(false);
});

test('a pattern that would backtrack for ever comes to its end', () => {
  expect(bytePattern('^(a+)+$', { ignoreCase: false }).test(`${'a'.repeat(20_000)}b`)).toBe(false);
});
