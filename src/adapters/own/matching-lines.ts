import { withRotated } from '../logs/files.ts';
import { eachLine } from '../logs/lines.ts';
import { timeOfRequest } from '../logs/nginx.ts';
import { timeOfRecord } from '../logs/record.ts';
import { startOfWindow } from '../logs/seek.ts';
import type { LinesWanted } from '../../ports/own.ts';
import { createWanted } from './wanted.ts';

const SHOWN = 5;
const LINE_END = 10;
const times = { app: timeOfRecord, nginx: timeOfRequest } as const;

/** Counts the lines of a log since then in which one of the words stands, or that match; only those become lines at all. */
export async function matchingLines(
  path: string,
  log: keyof typeof times,
  { since, ...lines }: LinesWanted & { readonly since: Date },
  signal: AbortSignal,
): Promise<{ readonly count: number; readonly last: readonly string[] }> {
  return withRotated(path, async (files) => {
    let count = 0;
    let last: readonly string[] = [];
    for (const file of files.filter(({ modifiedAt }) => modifiedAt >= since.getTime())) {
      // Lines follow one another in time: behind the first that is new enough all are, also those without a time of their own.
      let isNew = false;
      const wanted = createWanted(lines);
      const take = (line: Buffer): void => {
        isNew ||= (times[log](line.toString('utf8', 0, 1000)) ?? 0) >= since.getTime();
        if (!isNew || !wanted.has(line)) return;
        count += 1;
        last = [...last, line.toString('utf8', 0, 2000)].slice(-SHOWN);
      };
      const reader = {
        take,
        next: (block: Buffer, start: number) => (isNew ? Math.max(start, lineOf(block, wanted.find(block, start))) : start),
      };
      await eachLine(file, await startOfWindow(file, since, times[log]), reader, signal);
    }
    return { count, last };
  });
}

/** The beginning of the line in which the hit stands; behind the last whole line where there is none. A word may begin in a line whose end is in the next block, which is kept. */
function lineOf(block: Buffer, hit: number): number {
  return block.lastIndexOf(LINE_END, hit === Infinity ? undefined : hit) + 1;
}
