/** Whether one of the words stands in a line of a block: each word is looked for through the block and not in each line. */
export function createFinder(words: readonly string[]): { isIn(text: string, start: number, end: number): boolean } {
  // Blocks are latin1: a word is found by its bytes.
  const found = words.map((word) => ({ bytes: Buffer.from(word).toString('latin1'), at: -1 }));
  let block: string | undefined;
  return {
    isIn(text, start, end) {
      for (const word of found) {
        if (block !== text || (word.at >= 0 && word.at < start)) word.at = text.indexOf(word.bytes, start);
      }
      block = text;
      return found.some(({ bytes, at }) => at >= 0 && at + bytes.length <= end);
    },
  };
}
