import { setFlagsFromString } from 'node:v8';

// A pattern that backtracks too much is matched in linear time instead, and one that cannot be is refused: without this a line of
// thirty letters can take half a minute, in which nobody is answered. https://v8.dev/blog/non-backtracking-regexp
setFlagsFromString('--enable-experimental-regexp-engine');
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

/** What a pattern of somebody's own must be, for whoever wrote another one. */
export const patternWords =
  'a regular expression without look-around, back-references and large repetitions, with letters outside of ASCII only where they stand alone, and which no empty line matches';

/** Whether it is a pattern that any line can be held against without harm. */
export function isPattern(source: string): boolean {
  try {
    // With this flag the engine takes only what it can match in linear time.
    // oxlint-disable-next-line no-invalid-regexp -- it is a flag of V8's own
    return !new RegExp(source, 'l').test('') && !/\[[^\]]*[^\p{ASCII}]/u.test(source);
  } catch {
    return false; // a refusal of the engine is the answer "no"
  }
}

/** The pattern over bytes, which are read as latin1; what it means by the beginning and the end is that of a line. */
export function bytePattern(source: string, { ignoreCase }: { readonly ignoreCase: boolean }): RegExp {
  return new RegExp(Buffer.from(source, 'utf8').toString('latin1'), ignoreCase ? 'gim' : 'gm');
}
