import { dateIn } from '../lib/zone.ts';

/** On which days a schedule is due: all that its pattern names, or only those of them that a rule of the calendar picks. */
export const dayRules = [
  'business days',
  'first business day of the week',
  'last business day of the week',
  'first business day of the month',
  'last business day of the month',
  'first business day of the quarter',
  'last business day of the quarter',
] as const;
export type DayRule = (typeof dayRules)[number];

/** What counts as a business day: Monday to Friday, but for the holidays, each as `2026-12-25`. */
export interface Calendar {
  readonly timezone: string;
  readonly holidays: readonly string[];
}

const dayMs = 86_400_000;

/** A date without a time: days since 1970. */
type Day = number;

function dayIn(zone: string, at: Date): Day {
  const { year, month, day } = dateIn(zone, at);
  return Date.UTC(year, month - 1, day) / dayMs;
}

function isBusinessDay(day: Day, holidays: ReadonlySet<string>): boolean {
  const date = new Date(day * dayMs);
  const weekday = date.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(date.toISOString().slice(0, 10));
}

/** The stretch that a day belongs to; two days are in the same one when this is the same. */
const stretchOf: Readonly<Record<string, (day: Day) => number>> = {
  // 1970 began on a Thursday.
  week: (day) => Math.floor((day + 3) / 7),
  month: (day) => new Date(day * dayMs).getUTCFullYear() * 12 + new Date(day * dayMs).getUTCMonth(),
  quarter: (day) => new Date(day * dayMs).getUTCFullYear() * 4 + Math.floor(new Date(day * dayMs).getUTCMonth() / 3),
};

/** Whether the rule picks the day of that moment. */
export function isDueOn(rule: DayRule | undefined, at: Date, { timezone, holidays }: Calendar): boolean {
  if (rule === undefined) return true;
  const off = new Set(holidays);
  const day = dayIn(timezone, at);
  if (!isBusinessDay(day, off)) return false;
  if (rule === 'business days') return true;
  const [which = '', , , , , stretch = ''] = rule.split(' ');
  const same = stretchOf[stretch];
  if (!same) throw new Error(`there is no rule “${rule}”`);
  const step = which === 'first' ? -1 : 1;
  // Another business day before it, or behind it, in the same stretch: then that one is the first, or the last.
  for (let other = day + step; same(other) === same(day); other += step) if (isBusinessDay(other, off)) return false;
  return true;
}
