import type { LogFile } from './files.ts';

/** Of lines before the window each is taken apart: a MiB of them takes longer than three more peeks. */
const NEAR_BYTES = 64 * 1024;
/** Most peeks find a line with a time at once; behind a long traceback the larger one looks again. */
const PEEKS_BYTES = [2 * 1024, 64 * 1024];
// Several processes write one log, so its lines are only nearly in order.
export const SLACK_MS = 60_000;

/**
 * A place in the file before the first line of the window, so that an access log of a month is not read for its last day. The end is
 * where most windows begin: steps of twice the length lead back from it until one is before the window, then the last step is halved.
 */
export async function startOfWindow(file: LogFile, since: Date, timeOf: (line: string) => number | undefined): Promise<number> {
  const wanted = since.getTime() - SLACK_MS;
  /** Undefined: no line there says when it was written. */
  const isBefore = async (offset: number): Promise<boolean | undefined> => {
    const at = await firstTime(file, offset, timeOf);
    return at === undefined ? undefined : at < wanted;
  };
  let high = file.bytes;
  let low = 0;
  for (let back = NEAR_BYTES; back < file.bytes && low === 0; back *= 2) {
    const offset = file.bytes - back;
    const before = await isBefore(offset);
    if (before === true) low = offset;
    if (before === false) high = offset;
  }
  while (high - low > NEAR_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const before = await isBefore(middle);
    if (before === undefined) return low;
    if (before) low = middle;
    else high = middle;
  }
  return low;
}

async function firstTime({ handle }: LogFile, offset: number, timeOf: (line: string) => number | undefined): Promise<number | undefined> {
  for (const size of PEEKS_BYTES) {
    const block = Buffer.allocUnsafe(size);
    const { bytesRead } = await handle.read(block, 0, size, offset);
    for (const line of block.toString('latin1', 0, bytesRead).split('\n').slice(1, -1)) {
      const time = timeOf(line);
      if (time !== undefined) return time;
    }
  }
  return undefined;
}
