import type { LogFile } from './files.ts';

/** Longer lines are cut: one line of 50 MB must not become 50 MB of memory. */
const MAX_LINE_BYTES = 64 * 1024;
// Less than 10 ms of work at a time, even if every line is an error; the event loop turns between two blocks.
const BLOCK_BYTES = 128 * 1024;
const LINE_END = 10;

/**
 * Hands every line from `from` on to `take`, without its end and without leading NULs (copytruncate leaves holes).
 * From the middle of a file the first, cut line is left out. The bytes are only good until `take` returns.
 */
export async function eachLine({ handle, bytes }: LogFile, from: number, take: (line: Buffer) => void, signal: AbortSignal): Promise<void> {
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
    for (let end = block.indexOf(LINE_END); end >= 0 && end < bytesRead; end = block.indexOf(LINE_END, start)) {
      const line = pending.with(block.subarray(start, end));
      if (!isCut && line.length > 0) take(line);
      isCut = false;
      start = end + 1;
    }
    pending.add(block.subarray(start, bytesRead));
  }
  const last = pending.with(Buffer.alloc(0));
  if (!isCut && last.length > 0) take(last);
}

/** The beginning of a line whose end is in a later block. */
function carry(): { add(part: Buffer): void; with(end: Buffer): Buffer } {
  let parts: Buffer[] = [];
  let size = 0;
  return {
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
