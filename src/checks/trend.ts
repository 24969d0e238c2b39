import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { inPeriod } from '../core/compare.ts';
import type { Finding, Unit } from '../core/finding.ts';
import { metrics } from '../core/metric.ts';
import type { Metric, Point } from '../core/metric.ts';
import { periodOf } from '../core/period.ts';
import type { Period } from '../core/period.ts';
import { linesOf, trendChart } from '../core/trend-chart.ts';
import type { Line } from '../core/trend-chart.ts';
import { forecast, trendOf } from '../core/trend.ts';
import { inUnit } from '../core/unit-words.ts';
import { foreignCode, plain } from '../lib/foreign.ts';
import { day, plural } from '../lib/words.ts';

const dayMs = 86_400_000;

const Limits = z.object({
  days: z.number().default(30).describe('days that are shown unless told'),
  disk: z.number().default(95).describe('percent used at which a disk counts as full'),
});

const names = Object.keys(metrics).filter(isMetric);

/** Two calendar periods that are set against each other. */
interface Compared {
  readonly period: Period;
  readonly before: Period;
}

interface Measure {
  readonly now: Date;
  readonly days: number;
  readonly compared?: Compared;
  readonly series: readonly { readonly metric: Metric; readonly points: readonly Point[] }[];
}

/** Needs no part of the platform: it shows what the bot has kept, of the last days or of a month or quarter against the one before. */
export const trend = defineCheck({
  id: 'trend',
  title: 'Trend',
  why: 'Shows a number over the last weeks, and where it leads.',
  procedures: ['S34', 'S58'],
  limits: Limits,
  needs: ['history'],
  asked: z.object({
    metric: z.enum(names).optional(),
    metrics: z.array(z.enum(names)).optional(),
    days: z.number().min(1).max(400).optional(),
    period: z.enum(['month', 'quarter']).optional(),
    back: z.number().int().min(0).max(24).optional(),
  }),
  async probe({ history, now, zone = 'UTC' }, asked): Promise<Measure> {
    const { metric = 'disk-used', metrics: wanted = [metric], days = 30, period: kind, back = 0 } = asked ?? {};
    const compared = kind && { period: periodOf(kind, now, zone, back), before: periodOf(kind, now, zone, back + 1) };
    const since = compared?.before.from ?? new Date(now.getTime() - days * dayMs);
    const series = await Promise.all(wanted.map(async (one) => ({ metric: one, points: await history.series(one, since) })));
    return { now, days, series, ...(compared && { compared }) };
  },
  judge: ({ series, ...about }, { disk }) =>
    series.map(({ metric, points }) => judge(metric, points, { ...about, limit: metric === 'disk-used' ? disk : undefined })),
});

function isMetric(name: string): name is Metric {
  return name in metrics;
}

interface About extends Omit<Measure, 'series'> {
  readonly limit: number | undefined;
}

function judge(metric: Metric, points: readonly Point[], { limit, days, now, compared }: About): Finding {
  const { title, unit, grows } = metrics[metric];
  const { from, to } = compared?.period ?? { from: new Date(0), to: new Date(now.getTime() + dayMs) };
  const shown = points.filter(({ at }) => at >= from && at < to);
  const lines = linesOf(shown);
  const first = lines[0];
  const when = compared?.period.label ?? `the last ${plural(days, 'day')}`;
  if (!first) return { status: 'unknown', summary: `${title}: unknown, nothing was measured in ${when} yet.` };
  const own = points.filter(({ subject }) => subject === first.subject);
  const { said, earlier = '' } = compared ? comparison(own, compared, { unit, grows }) : { said: sentence(first.points, unit, limit) };
  const name = first.subject === '' ? '' : ` ${foreignCode(first.subject, 80)}`;
  const others = lines.length > 1 ? ` ${lines.length - 1} more in the picture.` : '';
  const value = compared ? inPeriod(own, compared.period, grows)?.value : own.at(-1)?.value;
  return {
    status: 'ok',
    summary: `${title}${name}: ${said}${earlier}.${others}`,
    ...(value !== undefined && { measure: { value: Number(value.toPrecision(6)), unit } }),
    ...(isLine(lines) && {
      chart: trendChart(lines, {
        title: `${title}${first.subject === '' ? '' : ` ${plain(first.subject, 60)}`}: ${said}`,
        unit,
        limit,
        now,
      }),
    }),
  };
}

/** One point or two have no shape. */
function isLine(lines: readonly Line[]): boolean {
  return lines.some(({ points }) => points.length > 2);
}

/** "41 GiB, +1.2 GiB in Q4 2026" and " (Q3 2026: +0.9 GiB)", for which a chart has no room. */
function comparison(
  points: readonly Point[],
  { period, before }: Compared,
  { unit, grows }: { readonly unit: Unit; readonly grows: boolean },
): { readonly said: string; readonly earlier: string } {
  const say = (value: number): string => (grows ? signed(unit, value) : inUnit(unit, value));
  const [own, past] = [inPeriod(points, period, grows), inPeriod(points, before, grows)];
  const last = points.findLast(({ at }) => at < period.to)?.value ?? 0;
  const words = own ? `${say(own.value)} in ${period.label}${own.since ? `, since ${day(own.since)}` : ''}` : 'too short a time to compare';
  const then = past ? `${before.label}: ${say(past.value)}` : `${before.label} was not measured`;
  return { said: `${grows ? `${inUnit(unit, last)}, ` : 'on average '}${words}`, earlier: ` (${then})` };
}

function signed(unit: Unit, value: number): string {
  return value < 0 ? `−${inUnit(unit, -value)}` : `+${inUnit(unit, value)}`;
}

function sentence(points: readonly Point[], unit: Unit, limit: number | undefined): string {
  const say = (value: number): string => inUnit(unit, value);
  const last = points.at(-1)?.value ?? 0;
  const line = trendOf(points);
  if (line.is === 'not enough history') return `${say(last)} now, not enough history for a trend (${plural(line.days, 'day')} of 7)`;
  const moves = Math.abs(line.perDay) < Math.abs(last) / 10_000 ? 'steady' : `${signed(unit, line.perDay)} a day`;
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
