const dayMs = 86_400_000;

/** One number at one time. */
export interface At {
  readonly at: Date;
  readonly value: number;
}

/** Where a straight line through the past leads. */
export type Trend =
  | { readonly is: 'not enough history'; readonly days: number }
  /** `fit` is R², 0 to 1; below `goodFit` a forecast would be a guess. */
  | { readonly is: 'line'; readonly perDay: number; readonly fit: number; readonly last: number; readonly from: Date };

/** When a line meets a limit; `plusMinusDays` holds nineteen times of twenty, if the world goes on as it went. */
export type Forecast =
  | { readonly is: 'reached' | 'never' | 'not steady' | 'not enough history' }
  | { readonly is: 'at'; readonly at: Date; readonly plusMinusDays: number };

/** Fewer days than this prove nothing: a week has a weekend in it. */
const leastDays = 7;
/** Less than this part of the movement explained by the line, and no date is named. */
const goodFit = 0.5;
/** Nobody plans further than that, and a line says nothing about it. */
const furthestDays = 3 * 365;

interface Line {
  readonly perDay: number;
  readonly start: number;
  readonly fit: number;
  readonly error: number;
  readonly meanX: number;
  readonly spread: number;
  readonly days: number;
  readonly points: number;
}

/** The last value of each day, so that a day that was looked at often counts once. */
function daily(points: readonly At[]): readonly At[] {
  const days = new Map<number, At>();
  for (const point of points) days.set(Math.floor(point.at.getTime() / dayMs), point);
  return [...days.values()];
}

/** Least squares over days since the first point. */
function lineThrough(points: readonly At[]): Line | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return undefined;
  const xs = points.map(({ at }) => (at.getTime() - first.at.getTime()) / dayMs);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(points.map(({ value }) => value))];
  const sum = (of: (index: number) => number): number => xs.reduce((total, _, index) => total + of(index), 0);
  const value = (index: number): number => points[index]?.value ?? 0;
  const spread = sum((index) => ((xs[index] ?? 0) - meanX) ** 2);
  if (spread === 0) return undefined;
  const perDay = sum((index) => ((xs[index] ?? 0) - meanX) * (value(index) - meanY)) / spread;
  const start = meanY - perDay * meanX;
  const left = sum((index) => (value(index) - start - perDay * (xs[index] ?? 0)) ** 2);
  const all = sum((index) => (value(index) - meanY) ** 2);
  const error = Math.sqrt(left / Math.max(1, xs.length - 2));
  return {
    perDay,
    start,
    fit: all === 0 ? 1 : 1 - left / all,
    error,
    meanX,
    spread,
    days: xs.at(-1) ?? 0,
    points: xs.length,
  };
}

export function trendOf(points: readonly At[]): Trend {
  const days = daily(points);
  const line = lineThrough(days);
  const [first, last] = [days[0], days.at(-1)];
  if (!line || !first || !last || days.length < leastDays) return { is: 'not enough history', days: days.length };
  return { is: 'line', perDay: line.perDay, fit: line.fit, last: last.value, from: first.at };
}

/** When a value that grows meets a limit. The interval is that of a prediction by a straight line, turned into days by its slope. */
export function forecast(points: readonly At[], limit: number): Forecast {
  const days = daily(points);
  const line = lineThrough(days);
  const [first, last] = [days[0], days.at(-1)];
  if (last && last.value >= limit) return { is: 'reached' };
  if (!line || !first || !last || days.length < leastDays) return { is: 'not enough history' };
  if (line.perDay <= 0) return { is: 'never' };
  if (line.fit < goodFit) return { is: 'not steady' };
  const meets = (limit - line.start) / line.perDay;
  if (meets - line.days > furthestDays) return { is: 'never' };
  const width = line.error * Math.sqrt(1 + 1 / line.points + (meets - line.meanX) ** 2 / line.spread);
  return { is: 'at', at: new Date(first.at.getTime() + meets * dayMs), plusMinusDays: Math.max(1, Math.ceil((2 * width) / line.perDay)) };
}
