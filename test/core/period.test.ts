import { expect, test } from 'vitest';
import { periodOf } from '../../src/core/period.ts';

test.each([
  ['month', '2026-11-26T08:00:00Z', 'UTC', 0, 'November 2026', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['month', '2026-01-15T08:00:00Z', 'UTC', 1, 'December 2025', '2025-12-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  // In Tokyo it is December already.
  ['month', '2026-11-30T20:00:00Z', 'Asia/Tokyo', 0, 'December 2026', '2026-11-30T15:00:00Z', '2026-12-31T15:00:00Z'],
  // The clocks are changed within this month.
  ['month', '2026-10-10T08:00:00Z', 'Europe/Berlin', 0, 'October 2026', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
  ['quarter', '2026-11-26T08:00:00Z', 'UTC', 0, 'Q4 2026', '2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['quarter', '2026-02-26T08:00:00Z', 'UTC', 1, 'Q4 2025', '2025-10-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  ['quarter', '2026-11-26T08:00:00Z', 'UTC', 3, 'Q1 2026', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'],
] as const)('the %s of %s in %s, %i back, is %s', (kind, at, zone, back, label, from, to) => {
  expect(periodOf(kind, new Date(at), zone, back)).toEqual({ label, from: new Date(from), to: new Date(to) });
});
