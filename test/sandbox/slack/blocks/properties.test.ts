import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemsOf } from '../../../../sandbox/slack/blocks/payload.ts';
import { isFields } from '../../../../sandbox/slack/blocks/problem.ts';
import { surfaces, type Surface } from '../../../../sandbox/slack/blocks/surfaces.ts';
import { blocks, blocksOn } from './support/arbitrary/blocks.ts';
import { mutationsOf } from './support/mutations.ts';

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const places: Readonly<Record<string, readonly Surface[]>> = surfaces;
const kinds = Object.entries(blocks).map(([type, block]) => ({ type, block, allowed: places[type] ?? [] }));

test.each(kinds)('any $type that the types allow is taken where it may stand, and nowhere else', ({ block, type, allowed }) => {
  fc.assert(
    fc.property(block, fc.constantFrom(...everywhere), (given, surface) => {
      const problems = problemsOf([given], surface).map(({ message }) => message);
      expect(problems).toEqual(allowed.includes(surface) ? [] : [`unsupported type: ${type}`]);
    }),
  );
});

test.each(everywhere)('any blocks of a %s are taken together', (surface) => {
  fc.assert(
    fc.property(blocksOn(surface), (given) => {
      expect(problemsOf(given, surface)).toEqual([]);
    }),
  );
});

test.each(everywhere)('blocks of a %s with one mistake are refused, with a pointer to it or to what it is in', (surface) => {
  const broken = blocksOn(surface).chain((given) => fc.constantFrom(...mutationsOf(given)));
  fc.assert(
    fc.property(broken, ({ at, broken: given }) => {
      const pointers = problemsOf(given, surface, '').map(({ pointer }) => pointer);

      expect([at, at.slice(0, at.lastIndexOf('/'))].some((place) => pointers.includes(place))).toBe(true);
      expect(pointers.filter((pointer) => !leadsSomewhere(given, pointer))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('anything at all is refused or taken, never a crash', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...everywhere), (given, surface) => Array.isArray(problemsOf(given, surface))));
});

/** Whether a JSON pointer names something that is there. */
function leadsSomewhere(root: unknown, pointer: string): boolean {
  const found = pointer
    .split('/')
    .slice(1)
    .reduce((value: unknown, key) => (Array.isArray(value) ? value[Number(key)] : isFields(value) ? value[key] : undefined), root);
  return found !== undefined;
}
