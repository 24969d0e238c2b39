import type { Period } from './period.ts';
import type { At } from './trend.ts';

const dayMs = 86_400_000;
/** A few days without a measure at its beginning change nothing of what a month was like. */
const slackDays = 3;

/** What a number did in a period. */
export interface InPeriod {
  /** What was added, or the mean of its days: as the number is compared. */
  readonly value: number;
  /** Where the beginning of the period was not measured. */
  readonly since?: Date;
}

/** Sums up the points of a period (oldest first). Undefined: it was not measured then, or too little to say anything. */
export function inPeriod(points: readonly At[], { from, to }: Pick<Period, 'from' | 'to'>, grows: boolean): InPeriod | undefined {
  const own = points.filter(({ at }) => at >= from && at < to);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || (grows && last.at.getTime() - first.at.getTime() < dayMs)) return undefined;
  const value = grows ? last.value - first.value : meanOfDays(own);
  return { value, ...(first.at.getTime() - from.getTime() > slackDays * dayMs && { since: first.at }) };
}

/** Days count alike, however often one was looked at. */
function meanOfDays(points: readonly At[]): number {
  const days = new Map<number, number[]>();
  for (const { at, value } of points) {
    const number = Math.floor(at.getTime() / dayMs);
    days.set(number, [...(days.get(number) ?? []), value]);
  }
  return mean([...days.values()].map(mean));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
