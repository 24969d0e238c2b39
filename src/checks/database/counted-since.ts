import { ago, day } from '../../lib/words.ts';
import type { Counted } from '../../ports/statistics.ts';

/** Counters run since they were reset; without that day a number says little. */
export function countedSince({ since }: Counted, now: Date): string {
  return since === undefined ? 'since the server began to count' : `since ${day(since)} (${ago(since, now)})`;
}
