import { expect, test } from 'vitest';
import { commonVersion } from '../../../src/adapters/engine/api-version.ts';

test.each([
  ['an older engine has the last word', '1.41', '1.12', '1.41'],
  ['a newer one is spoken to as we know it', '1.52', '1.44', '1.47'],
  ['one that no longer knows ours gets its own oldest', '1.60', '1.50', '1.50'],
])('%s', (_, theirs, oldest, common) => {
  expect(commonVersion(theirs, oldest)).toBe(common);
});

test('an engine that is too old is told so, with what is needed', () => {
  expect(() => commonVersion('1.24', '1.12')).toThrow('speaks version 1.24 of its API, and at least 1.25 is needed');
});

test('what says no version is no engine', () => {
  expect(() => commonVersion(undefined)).toThrow('no container engine');
});
