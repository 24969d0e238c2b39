import { describe, expect, test } from 'vitest';
import { isDueOn } from '../../src/core/day-rule.ts';
import type { Calendar, DayRule } from '../../src/core/day-rule.ts';
import { lastDue, nextDue } from '../../src/lib/due.ts';

const utc: Calendar = { timezone: 'UTC', holidays: [] };
/** The days of a stretch of 2026 that a rule picks, at noon. */
function picked(rule: DayRule, from: string, days: number, calendar: Calendar = utc): readonly string[] {
  const start = Date.parse(`2026-${from}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) => new Date(start + index * 86_400_000))
    .filter((at) => isDueOn(rule, at, calendar))
    .map((at) => at.toISOString().slice(5, 10));
}

describe('a rule of the calendar', () => {
  test('business days are Monday to Friday, without the holidays', () => {
    expect(picked('business days', '12-21', 14)).toHaveLength(10);
    expect(picked('business days', '12-21', 7, { ...utc, holidays: ['2026-12-24', '2026-12-25'] })).toEqual(['12-21', '12-22', '12-23']);
  });

  test.each<[DayRule, readonly string[], readonly string[]]>([
    ['first business day of the week', ['11-02', '11-09', '11-16', '11-23', '11-30'], ['11-03', '11-09', '11-16', '11-23']],
    ['last business day of the week', ['11-06', '11-13', '11-20', '11-27'], ['11-06', '11-13', '11-20', '11-26']],
    ['first business day of the month', ['11-02'], ['11-03']],
    ['last business day of the month', ['11-30'], ['11-26']],
  ])('%s', (rule, without, withHolidays) => {
    expect(picked(rule, '11-01', 30)).toEqual(without);
    expect(picked(rule, '11-01', 30, { ...utc, holidays: ['2026-11-02', '2026-11-27', '2026-11-30'] })).toEqual(withHolidays);
  });

  test('a week of holidays has no first day', () => {
    const holidays = ['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01'];

    expect(picked('first business day of the week', '12-28', 7, { ...utc, holidays })).toEqual([]);
  });

  test('short and long months end where they end', () => {
    expect(picked('last business day of the month', '01-01', 365)).toEqual([
      '01-30',
      '02-27',
      '03-31',
      '04-30',
      '05-29',
      '06-30',
      '07-31',
      '08-31',
      '09-30',
      '10-30',
      '11-30',
      '12-31',
    ]);
  });

  test('quarters begin in January, April, July and October', () => {
    expect(picked('first business day of the quarter', '01-01', 365)).toEqual(['01-01', '04-01', '07-01', '10-01']);
    expect(picked('last business day of the quarter', '01-01', 365)).toEqual(['03-31', '06-30', '09-30', '12-31']);
  });

  test('the day is that of the time zone', () => {
    // Friday evening in UTC is Saturday in Tokyo.
    const at = new Date('2026-11-27T20:00:00Z');

    expect(isDueOn('business days', at, utc)).toBe(true);
    expect(isDueOn('business days', at, { timezone: 'Asia/Tokyo', holidays: [] })).toBe(false);
  });

  test('no rule picks every day', () => {
    expect(isDueOn(undefined, new Date('2026-11-29T12:00:00Z'), utc)).toBe(true);
  });
});

describe('due instants', () => {
  const berlin: Calendar = { timezone: 'Europe/Berlin', holidays: ['2026-12-24', '2026-12-25', '2026-12-31'] };
  const pick = (rule: DayRule) => (at: Date) => isDueOn(rule, at, berlin);

  test('the last of the month before a month that ends in holidays', () => {
    const now = new Date('2027-01-02T09:00:00Z');

    const last = (earliest: string) =>
      lastDue('0 16 * * *', 'Europe/Berlin', now, new Date(earliest), pick('last business day of the month'))?.toISOString();

    expect(last('2026-01-01T00:00:00Z')).toBe('2026-12-30T15:00:00.000Z');
    expect(last('2026-12-30T15:00:00.000Z')).toBe('2026-12-30T15:00:00.000Z');
    expect(last('2026-12-30T15:00:00.001Z')).toBeUndefined();
  });

  test('the hour on the wall stays when the clocks are changed', () => {
    const at = (now: string) => nextDue('0 8 * * *', 'Europe/Berlin', new Date(now), pick('business days'))?.toISOString();

    expect(at('2026-10-23T12:00:00Z')).toBe('2026-10-26T07:00:00.000Z');
    expect(at('2026-10-22T12:00:00Z')).toBe('2026-10-23T06:00:00.000Z');
  });

  test('an hour that the clocks leave out comes once, and one that they repeat comes once', () => {
    const spring = nextDue('30 2 * * *', 'Europe/Berlin', new Date('2026-03-28T12:00:00Z'));
    const autumn = nextDue('30 2 * * *', 'Europe/Berlin', new Date('2026-10-24T12:00:00Z'));

    expect(spring?.toISOString().slice(0, 10)).toBe('2026-03-29');
    expect(
      nextDue('30 2 * * *', 'Europe/Berlin', autumn ?? new Date())
        ?.toISOString()
        .slice(0, 10),
    ).toBe('2026-10-26');
  });

  test('the next of the quarter is found, however far', () => {
    expect(
      nextDue('30 9 * * *', 'Europe/Berlin', new Date('2026-11-27T12:00:00Z'), pick('first business day of the quarter'))?.toISOString(),
    ).toBe('2027-01-01T08:30:00.000Z');
  });

  test('a rule that picks nothing is due never', () => {
    expect(nextDue('0 8 * * *', 'UTC', new Date(), () => false)).toBeUndefined();
  });
});
