import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';

/** What a process spent between two moments. */
export const Spent = z.object({ cpuUs: z.number(), loopDelayP99Ms: z.number(), loopDelayMaxMs: z.number() });
export type Spent = z.infer<typeof Spent>;

const resolutionMs = 10;

/** The child's side of the bench: says that it is ready, and measures itself from `begin` to `end`. */
export function serveMeter(): void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  let before = process.cpuUsage();
  process.on('message', (message) => {
    if (message === 'begin') {
      before = process.cpuUsage();
      delay.reset();
      delay.enable();
      process.send?.('begun');
      return;
    }
    delay.disable();
    const { user, system } = process.cpuUsage(before);
    // The histogram counts the wait of its own timer too, which is no delay.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    process.send?.({ cpuUs: user + system, loopDelayP99Ms: late(delay.percentile(99)), loopDelayMaxMs: late(delay.max) });
  });
  process.on('disconnect', () => process.exit(0)); // the bench was killed
  process.send?.('ready');
}
