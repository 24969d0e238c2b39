import { plain } from '../lib/foreign.ts';
import type { Chart } from './chart.ts';
import type { Unit } from './finding.ts';
import type { Point } from './metric.ts';
import { forecast } from './trend.ts';
import { inUnit } from './unit-words.ts';

/** More lines than that nobody can tell apart. */
const mostLines = 6;
/** More points than that are no longer seen. */
const mostPoints = 400;

/** The points of one subject, oldest first. */
export interface Line {
  readonly subject: string;
  readonly points: readonly Point[];
}

/** One a subject, the highest first, as many as can be told apart. */
export function linesOf(points: readonly Point[]): readonly Line[] {
  const bySubject = new Map<string, Point[]>();
  for (const point of points) bySubject.set(point.subject, [...(bySubject.get(point.subject) ?? []), point]);
  return [...bySubject]
    .map(([subject, own]) => ({ subject, points: own }))
    .toSorted((left, right) => (right.points.at(-1)?.value ?? 0) - (left.points.at(-1)?.value ?? 0))
    .slice(0, mostLines);
}

/** The picture of them, with the limit, and with the forecast where it is near. */
export function trendChart(
  lines: readonly Line[],
  { title, unit, limit, now }: { readonly title: string; readonly unit: Unit; readonly limit: number | undefined; readonly now: Date },
): Chart {
  const first = lines[0]?.points ?? [];
  const found = limit === undefined ? undefined : forecast(first, limit);
  const last = first.at(-1);
  // Further than the past is long the dashed line would be most of the picture.
  const past = last && first[0] ? last.at.getTime() - first[0].at.getTime() : 0;
  const isNear = found?.is === 'at' && found.at.getTime() - now.getTime() <= past;
  return {
    title,
    unit,
    lines: lines.map(({ subject, points }) => ({ name: plain(subject, 40), points: thinned(points) })),
    ...(limit === undefined ? {} : { limit: { value: limit, name: `limit ${inUnit(unit, limit)}` } }),
    ...(isNear && last && limit !== undefined
      ? { forecast: { name: 'forecast', points: [[last.at.getTime(), last.value] as const, [found.at.getTime(), limit] as const] } }
      : {}),
  };
}

/** Every n-th point and the last one: what lies between is not seen in 800 points of width. */
function thinned(points: readonly Point[]): readonly (readonly [number, number])[] {
  const step = Math.max(1, Math.ceil(points.length / mostPoints));
  return points
    .filter((_, place) => place % step === 0 || place === points.length - 1)
    .map(({ at, value }) => [at.getTime(), Number(value.toPrecision(6))] as const);
}
