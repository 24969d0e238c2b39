import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileTrouble, isMissing } from '../../src/lib/file-trouble.ts';

test.each([
  ['a file that is not there', () => readFile('/nowhere/x'), '/x is not there', true],
  ['a way that leads through a file', () => readdir('/etc/hostname/x'), '/x is not there', true],
  ['a folder that is read as a file', () => readFile('/tmp'), '/x is a folder and no file', false],
])('%s is named in words', async (_, look, words, missing) => {
  const problem: unknown = await look().catch((error: unknown) => error);

  expect(fileTrouble('/x', problem)).toBe(words);
  expect(isMissing(problem)).toBe(missing);
});

test('a trouble without words of ours keeps those of the system', () => {
  expect(fileTrouble('/x', new Error('too many open files'))).toBe('/x: too many open files');
});
