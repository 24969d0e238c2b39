import * as chrono from 'chrono-node';
import type { ParsedComponents } from 'chrono-node';
import { instantIn, offsetMinutes } from '../lib/zone.ts';

/**
 * A moment in the past as people type it: `2h`, `3 months`, `yesterday`, `2026-11-20`. A day without an hour
 * begins where it begins in that time zone, so that nothing of it is left out. Undefined: it is none.
 */
export function pastTime(text: string, now: Date, zone: string): Date | undefined {
  const bare = /^\d+\s*[a-z]+$/i.test(text.trim());
  const reference = { instant: now, timezone: offsetMinutes(zone, now) };
  const [found] = chrono.parse(bare ? `${text} ago` : text, reference, { forwardDate: false });
  if (!found) return undefined;
  const at = instantOf(found.start, zone);
  // On a Saturday "monday" is read as the one in two days.
  const isWeekday = found.start.isCertain('weekday') && !found.start.isCertain('day');
  const meant = at > now && isWeekday ? instantOf(found.start, zone, -7) : at;
  return meant <= now ? meant : undefined;
}

/** People go home then: a day to come without an hour ends there. */
const homeHour = 18;

/** A moment to come as people type it: `tomorrow`, `friday`, `3 days`, `2026-12-01`. Undefined: it is none. */
export function futureTime(text: string, now: Date, zone: string): Date | undefined {
  const bare = /^\d+\s*[a-z]+$/i.test(text.trim());
  const reference = { instant: now, timezone: offsetMinutes(zone, now) };
  const [found] = chrono.parse(bare ? `in ${text}` : text, reference, { forwardDate: true });
  if (!found) return undefined;
  const at = found.start.isCertain('hour')
    ? instantOf(found.start, zone)
    : new Date(instantOf(found.start, zone).getTime() + homeHour * 3_600_000);
  return at > now ? at : undefined;
}

function instantOf(said: ParsedComponents, zone: string, shiftDays = 0): Date {
  const hasHour = said.isCertain('hour');
  // What counts from now is an instant already, and so is what names its own time zone.
  if (hasHour && said.isCertain('timezoneOffset')) return said.date();
  const part = (name: 'hour' | 'minute' | 'second') => (hasHour ? (said.get(name) ?? 0) : 0);
  const wallTime = { hour: part('hour'), minute: part('minute'), second: part('second') };
  const date = { year: said.get('year') ?? 0, month: said.get('month') ?? 1, day: (said.get('day') ?? 1) + shiftDays };
  return instantIn(zone, { ...date, ...wallTime });
}
