import type { LogFile } from './files.ts';

/** Of lines before the window each is taken apart: a MiB of them takes longer than three more peeks. */
const NEAR_BYTES = 128 * 1024;
const PEEK_BYTES = 64 * 1024;
// Several processes write one log, so its lines are only nearly in order.
export const SLACK_MS = 60_000;

/** A place in the file before the first line of the window, found by halving: an access log of a month is not read for its last day. */
export async function startOfWindow(file: LogFile, since: Date, timeOf: (line: string) => number | undefined): Promise<number> {
  const wanted = since.getTime() - SLACK_MS;
  let low = 0;
  let high = file.bytes;
  while (high - low > NEAR_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const at = await firstTime(file, middle, timeOf);
    if (at === undefined) return low;
    if (at < wanted) low = middle;
    else high = middle;
  }
  return low;
}

async function firstTime({ handle }: LogFile, offset: number, timeOf: (line: string) => number | undefined): Promise<number | undefined> {
  const block = Buffer.allocUnsafe(PEEK_BYTES);
  const { bytesRead } = await handle.read(block, 0, PEEK_BYTES, offset);
  const lines = block.toString('latin1', 0, bytesRead).split('\n').slice(1, -1);
  for (const line of lines) {
    const time = timeOf(line);
    if (time !== undefined) return time;
  }
  return undefined;
}
