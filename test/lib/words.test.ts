import { expect, test } from 'vitest';
import { ago, bytes, count, duration, list, listed, percent, plural } from '../../src/lib/words.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const thin = '\u2009';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, `1${thin}000`],
  [181_819, `181${thin}819`],
  [1_234_567.4, `1${thin}234${thin}567`],
  [-4096, `-4${thin}096`],
])('%d is counted in groups of three', (value, words) => {
  expect(count(value)).toBe(words);
});

test.each([
  [0, '0 jobs'],
  [1, '1 job'],
  [412, '412 jobs'],
])('%d jobs are named in their number', (value, words) => {
  expect(plural(value, 'job')).toBe(words);
});

test('an irregular plural is given', () => {
  expect(plural(2, 'query', 'queries')).toBe('2 queries');
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '0.977 KiB'],
  [1023, '0.999 KiB'],
  [1024, '1 KiB'],
  [6_931_000, '6.61 MiB'],
  [1023.9 * 1024 ** 2, '1 GiB'],
  [5 * 1024 ** 5, '5 PiB'],
])('%d bytes have three digits and a binary unit', (value, words) => {
  expect(bytes(value)).toBe(words);
});

test.each([
  [-5, '0 ms'],
  [5, '5 ms'],
  [999.4, '999 ms'],
  [1000, '1 s'],
  [1234, '1.2 s'],
  [9960, '10 s'],
  [43 * second, '43 s'],
  [119 * second, '119 s'],
  [2 * minute, '2 min'],
  [59.6 * minute, '1 h'],
  [3 * hour, '3 h'],
  [11 * hour + 4 * minute, '11 h 4 min'],
  [53 * hour, '53 h'],
  [72 * hour, '3 days'],
])('%d ms are said as people say them', (value, words) => {
  expect(duration(value)).toBe(words);
});

test.each([
  [0, 'just now'],
  [11 * hour, '11 h ago'],
  [-5 * minute, 'in 5 min'],
])('a moment %d ms back is told from now', (back, words) => {
  const now = new Date('2026-11-23T08:00:00Z');

  expect(ago(new Date(now.getTime() - back), now)).toBe(words);
});

test.each([
  [0, '0 %'],
  [0.44, '0.4 %'],
  [9.99, '10 %'],
  [91.4, '91 %'],
  [100, '100 %'],
])('%d percent have no needless digits', (value, words) => {
  expect(percent(value)).toBe(words);
});

test.each<[readonly string[], string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is listed', (words, text) => {
  expect(list(words)).toBe(text);
});

test.each([
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  [[], ''],
])('of %j three are named and the others counted', (words, text) => {
  expect(listed(words, 3)).toBe(text);
});

test('the last word of a list may be another one', () => {
  expect(list(['a', 'b'], 'or')).toBe('a or b');
});
