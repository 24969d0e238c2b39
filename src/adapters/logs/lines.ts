import type { LogFile } from './files.ts';

/** Longer lines are cut: one line of 50 MB must not become 50 MB of memory. */
const MAX_LINE_BYTES = 64 * 1024;
// Less than 10 ms of work at a time, even if every line is an error; the event loop turns between two blocks.
const BLOCK_BYTES = 128 * 1024;
const LINE_END = 10;

/** Who reads lines. */
export interface LineReader {
  /** A line without its end; its bytes are only good until this returns. */
  take(line: Buffer): void;
  /**
   * Most lines only want to be counted, and to make a line of its own of each takes longer than to look at it: true when that was done with the
   * one from `start` to `end` of this text. The text is a block as latin1, so places in it are places of bytes.
   */
  pass?(text: string, start: number, end: number): boolean;
  /** The beginning of the next line of this block that matters, from `start` on; behind its last whole line where none does. */
  next?(block: Buffer, start: number): number;
}

/**
 * Hands every line from `from` on to `take`, without its end and without leading NULs (copytruncate leaves holes).
 * From the middle of a file the first, cut line is left out.
 */
export async function eachLine({ handle, bytes }: LogFile, from: number, reader: LineReader, signal: AbortSignal): Promise<void> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const pending = carry();
  let isCut = from > 0;
  for (let at = from; at < bytes;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(block, 0, Math.min(BLOCK_BYTES, bytes - at), at);
    // A file that was truncated under our hands ends here.
    if (bytesRead === 0) break;
    at += bytesRead;
    let start = 0;
    const read = block.subarray(0, bytesRead);
    const text = reader.pass ? read.toString('latin1') : '';
    const endFrom = (place: number): number => (reader.pass ? text.indexOf('\n', place) : read.indexOf(LINE_END, place));
    for (let end = endFrom(0); end >= 0; end = endFrom(start)) {
      if (isCut || !pending.isEmpty() || reader.pass?.(text, start, end) !== true) {
        const line = pending.with(read.subarray(start, end));
        if (!isCut && line.length > 0) reader.take(line);
      }
      isCut = false;
      start = reader.next?.(read, end + 1) ?? end + 1;
    }
    pending.add(read.subarray(start));
  }
  const last = pending.with(Buffer.alloc(0));
  if (!isCut && last.length > 0) reader.take(last);
}

/** The beginning of a line whose end is in a later block. */
function carry(): { isEmpty(): boolean; add(part: Buffer): void; with(end: Buffer): Buffer } {
  let parts: Buffer[] = [];
  let size = 0;
  return {
    isEmpty: () => size === 0,
    add: (part) => {
      const bytes = (size === 0 ? withoutNuls(part) : part).subarray(0, Math.max(0, MAX_LINE_BYTES - size));
      if (bytes.length === 0) return;
      // Copied, since the block is filled anew.
      parts.push(Buffer.from(bytes));
      size += bytes.length;
    },
    with: (end) => {
      const line = size === 0 ? withoutNuls(end) : Buffer.concat([...parts, end]);
      parts = [];
      size = 0;
      const length = line.at(-1) === 13 ? line.length - 1 : line.length;
      return line.subarray(0, Math.min(length, MAX_LINE_BYTES));
    },
  };
}

function withoutNuls(bytes: Buffer): Buffer {
  if (bytes[0] !== 0) return bytes;
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.subarray(0, 0) : bytes.subarray(first);
}
