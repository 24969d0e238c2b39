/** A piece of what a process wrote: to its standard output or to its standard error. */
export interface Piece {
  readonly of: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const HEADER = 8;

/**
 * Takes apart what the engine sends without a terminal: before each piece eight bytes, the stream in the first and the length in the last four.
 * A header or a piece may be split over chunks; what is read is only a part of a chunk, nothing is copied together.
 * @throws when the stream ends within a piece.
 */
export async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let header = Buffer.alloc(0);
  let left = 0;
  let of: Piece['of'] = 'stdout';
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const bytes = chunk.subarray(at, at + left);
        at += bytes.length;
        left -= bytes.length;
        yield { of, bytes };
        continue;
      }
      const missing = HEADER - header.length;
      header = Buffer.concat([header, chunk.subarray(at, at + missing)]);
      at += missing;
      if (header.length < HEADER) continue;
      of = header[0] === 2 ? 'stderr' : 'stdout';
      left = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  }
  if (left > 0 || header.length > 0) throw new Error('the engine broke off in the middle of what a process wrote');
}
