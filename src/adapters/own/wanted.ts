import { bytePattern } from '../../lib/pattern.ts';
import type { LinesWanted } from '../../ports/own.ts';
import { createFinder } from '../logs/finder.ts';

/** Which lines count: asked of a whole block first, since most lines do not. */
export interface Wanted {
  /** Where one may stand, from a place on that rises within a block; Infinity where none does. */
  find(block: Buffer, from: number): number;
  has(line: Buffer): boolean;
}

/** One for each file: it remembers the block that it looks through. */
export function createWanted(wanted: LinesWanted): Wanted {
  return 'words' in wanted ? byWords(wanted.words) : byPattern(wanted);
}

function byWords(words: readonly string[]): Wanted {
  return { find: createFinder(words), has: (line) => words.some((word) => line.includes(word)) };
}

function byPattern({ pattern, ignoreCase }: { readonly pattern: string; readonly ignoreCase: boolean }): Wanted {
  const searched = bytePattern(pattern, { ignoreCase });
  let known: { readonly block: Buffer; readonly text: string } | undefined;
  return {
    find(block, from) {
      if (known?.block !== block) known = { block, text: block.toString('latin1') };
      searched.lastIndex = from;
      return searched.exec(known.text)?.index ?? Infinity;
    },
    has(line) {
      searched.lastIndex = 0;
      return searched.test(line.toString('latin1'));
    },
  };
}
