import { expect, test } from 'vitest';
import { logChain } from '../../src/checks/log-chain.ts';
import { judged, seen } from './judged.ts';

test('a whole chain is told with its length and its head, to be compared later', () => {
  expect(seen(judged(logChain, { rows: 150_000, head: '0123456789abcdef'.repeat(4) }))).toEqual([
    [
      'ok',
      'The log is whole up to its last row: 150\u2009000 rows, head `0123456789abcdef`. Note both: that rows were taken off its end only an earlier note shows.',
    ],
  ]);
});

test('a broken chain is critical and names the row', () => {
  expect(seen(judged(logChain, { rows: 4, head: 'ab', brokenAt: 5 }))).toEqual([
    ['critical', 'The log was changed: row 5 does not follow from the one before it. The 4 before it are whole.'],
  ]);
});
