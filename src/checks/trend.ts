import { z } from 'zod';
import type { Chart } from '../core/chart.ts';
import { defineCheck } from '../core/check.ts';
import type { Finding, Unit } from '../core/finding.ts';
import { metrics } from '../core/metric.ts';
import type { Metric, Point } from '../core/metric.ts';
import { forecast, trendOf } from '../core/trend.ts';
import { inUnit } from '../core/unit-words.ts';
import { foreignCode, plain } from '../lib/foreign.ts';
import { day, plural } from '../lib/words.ts';

const dayMs = 86_400_000;
/** More lines than that nobody can tell apart. */
const mostLines = 6;
/** More points than that are no longer seen. */
const mostPoints = 400;

const Limits = z.object({
  days: z.number().default(30).describe('days that are shown unless told'),
  disk: z.number().default(95).describe('percent used at which a disk counts as full'),
});

const names = Object.keys(metrics).filter(isMetric);

interface Measure {
  readonly metric: Metric;
  readonly points: readonly Point[];
  readonly days: number;
  readonly now: Date;
}

/** Needs no part of the platform: it shows what the bot has kept. */
export const trend = defineCheck({
  id: 'trend',
  title: 'Trend',
  why: 'Shows a number over the last weeks, and where it leads.',
  procedures: ['S34', 'S58'],
  limits: Limits,
  needs: ['history'],
  asked: z.object({ metric: z.enum(names).optional(), days: z.number().min(1).max(400).optional() }),
  async probe({ history, now }, asked): Promise<Measure> {
    const { metric = 'disk-used', days = 30 } = asked ?? {};
    return { metric, days, now, points: await history.series(metric, new Date(now.getTime() - days * dayMs)) };
  },
  judge: (measure, { disk }) => [judge(measure, measure.metric === 'disk-used' ? disk : undefined)],
});

function isMetric(name: string): name is Metric {
  return name in metrics;
}

function judge({ metric, points, days, now }: Measure, limit: number | undefined): Finding {
  const { title, unit } = metrics[metric];
  const lines = linesOf(points);
  const first = lines[0];
  if (!first) return { status: 'unknown', summary: `${title}: unknown, nothing was measured in the last ${plural(days, 'day')} yet.` };
  const said = sentence(first.points, unit, limit);
  const name = first.subject === '' ? '' : ` ${foreignCode(first.subject, 80)}`;
  const others = lines.length > 1 ? ` ${lines.length - 1} more in the picture.` : '';
  return {
    status: 'ok',
    summary: `${title}${name}: ${said}.${others}`,
    chart: chartOf(lines, { title: `${title}${first.subject === '' ? '' : ` ${plain(first.subject, 60)}`}: ${said}`, unit, limit, now }),
  };
}

interface Line {
  readonly subject: string;
  readonly points: readonly Point[];
}

/** One a subject, the highest first. A counter that only grows is no trend of its own. */
function linesOf(points: readonly Point[]): readonly Line[] {
  const bySubject = new Map<string, Point[]>();
  for (const point of points) bySubject.set(point.subject, [...(bySubject.get(point.subject) ?? []), point]);
  return [...bySubject]
    .map(([subject, own]) => ({ subject, points: own }))
    .toSorted((left, right) => (right.points.at(-1)?.value ?? 0) - (left.points.at(-1)?.value ?? 0))
    .slice(0, mostLines);
}

function sentence(points: readonly Point[], unit: Unit, limit: number | undefined): string {
  const say = (value: number): string => inUnit(unit, value);
  const last = points.at(-1)?.value ?? 0;
  const line = trendOf(points);
  if (line.is === 'not enough history') return `${say(last)} now, not enough history for a trend (${plural(line.days, 'day')} of 7)`;
  const moves =
    Math.abs(line.perDay) < Math.abs(last) / 10_000 ? 'steady' : `${line.perDay < 0 ? '−' : '+'}${say(Math.abs(line.perDay))} a day`;
  if (limit === undefined) return `${say(last)} now, ${moves}`;
  const found = forecast(points, limit);
  const ahead = {
    at: () => (found.is === 'at' ? `${say(limit)} on ${day(found.at)} (±${plural(found.plusMinusDays, 'day')})` : ''),
    reached: () => `above ${say(limit)} already`,
    never: () => `not near ${say(limit)} within three years`,
    'not steady': () => `too unsteady for a forecast`,
    'not enough history': () => 'not enough history for a forecast',
  }[found.is]();
  return `${say(last)} now, ${moves}, ${ahead}`;
}

function chartOf(
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
