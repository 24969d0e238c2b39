import { expect, test } from 'vitest';
import { instantIn, offsetMinutes } from '../../src/lib/zone.ts';

const midnight = { hour: 0, minute: 0, second: 0 };

test.each([
  ['UTC', '2026-11-20T12:00:00Z', 0],
  ['Europe/Berlin', '2026-11-20T12:00:00Z', 60],
  ['Europe/Berlin', '2026-07-20T12:00:00Z', 120],
  ['America/New_York', '2026-11-20T12:00:00Z', -300],
  ['Asia/Kolkata', '2026-11-20T12:00:00Z', 330],
])('the clocks of %s at %s are %d min before UTC', (zone, at, minutes) => {
  expect(offsetMinutes(zone, new Date(at))).toBe(minutes);
});

test.each([
  ['UTC', { year: 2026, month: 11, day: 20, ...midnight }, '2026-11-20T00:00:00.000Z'],
  ['Asia/Kolkata', { year: 2026, month: 11, day: 20, ...midnight }, '2026-11-19T18:30:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 3, day: 29, ...midnight }, '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 3, day: 29, ...midnight, hour: 4 }, '2026-03-29T02:00:00.000Z'],
  ['Europe/Berlin', { year: 2026, month: 10, day: 25, ...midnight, hour: 4 }, '2026-10-25T03:00:00.000Z'],
  ['America/New_York', { year: 2026, month: 11, day: 1, ...midnight, hour: 4 }, '2026-11-01T09:00:00.000Z'],
])('a clock in %s that shows %o does so at %s', (zone, wallTime, instant) => {
  expect(instantIn(zone, wallTime).toISOString()).toBe(instant);
});
