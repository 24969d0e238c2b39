/** A block of bytes, or its text. */
interface Block {
  indexOf(word: string, from: number): number;
}

/**
 * Where the first of the words stands in a block from a place on; Infinity where none does. Each word is looked for through the block and not
 * in each line, so places must rise within one block. In a text that is latin1 only words of ASCII are found.
 */
export function createFinder(words: readonly string[]): (block: Block, from: number) => number {
  const hits = words.map((word) => ({ word, at: Infinity }));
  let known: { readonly block: Block; readonly from: number; readonly first: number } | undefined;
  return (block, from) => {
    // A text is the same as another one that is alike, and then the place has gone back.
    const isSame = known !== undefined && known.block === block && from >= known.from;
    if (isSame && known && known.first >= from) return known.first;
    for (const hit of hits) {
      if (isSame && hit.at >= from) continue;
      const at = block.indexOf(hit.word, from);
      hit.at = at < 0 ? Infinity : at;
    }
    known = { block, from, first: Math.min(...hits.map(({ at }) => at)) };
    return known.first;
  };
}
