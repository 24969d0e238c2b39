import { setTimeout as sleep } from 'node:timers/promises';

const tickMs = 20;

/**
 * Rejects when the work takes longer than this. The clock counts only while this process turns: whatever keeps a busy machine
 * from running us keeps it still as well, so a limit needs no room for that.
 */
export async function inTime<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const late = async (): Promise<never> => {
    for (let passedMs = 0; passedMs < limitMs && !isOver; passedMs += tickMs) await sleep(tickMs);
    throw new Error(`it took longer than ${limitMs} ms`);
  };
  const clock = late();
  clock.catch(() => {}); // the work was faster
  try {
    return await Promise.race([work, clock]);
  } finally {
    isOver = true;
  }
}

/** The time of a processor that this process spends on it, in ms: it does not grow when others want the processor too. */
export async function effortOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
