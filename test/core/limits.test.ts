import { expect, test } from 'vitest';
import { sourceOf } from '../../src/core/limits.ts';

const used = { warn: 100, critical: 1000, oldestWarn: 300, oldestCritical: 1800, taken: 3600 };

test.each([
  ['nothing is configured', { warn: 100, critical: 1000 }, {}, 'default'],
  ['one of this pair is configured, with the value that it had', { warn: 100, critical: 1000 }, { warn: 100 }, 'bigshot.yml'],
  ['only another pair is configured', { warn: 100, critical: 1000 }, { oldestWarn: 300 }, 'default'],
  ['the other pair is the one', { warn: 300, critical: 1800 }, { oldestCritical: 1800 }, 'bigshot.yml'],
  ['they are counted in another unit, and one is configured', { warn: 2400, critical: 24_000 }, { taken: 3600 }, 'bigshot.yml'],
  ['they are counted in another unit, and none is configured', { warn: 2400, critical: 24_000 }, {}, 'default'],
])('limits: %s', (_, threshold, configured, source) => {
  expect(sourceOf(threshold, used, configured)).toBe(source);
});

test('a check without limits of its own is one of the configuration', () => {
  expect(sourceOf({ warn: 1, critical: 10 }, {}, {})).toBe('bigshot.yml');
});
