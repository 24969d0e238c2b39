import { afterEach, expect, test } from 'vitest';
import { pastTime } from '../../src/core/typed-time.ts';

// A Saturday morning in winter, at 08:30 in Berlin.
const now = new Date('2026-11-21T07:30:00Z');
const berlin = (text: string) => pastTime(text, now, 'Europe/Berlin')?.toISOString();
const ownZone = process.env['TZ'];
afterEach(() => {
  if (ownZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ownZone;
});

test.each([
  ['2h', '2026-11-21T05:30:00.000Z'],
  ['90 min', '2026-11-21T06:00:00.000Z'],
  ['2 hours ago', '2026-11-21T05:30:00.000Z'],
  ['now', '2026-11-21T07:30:00.000Z'],
  ['2026-11-20 10:00', '2026-11-20T09:00:00.000Z'],
  ['2026-07-20 10:00', '2026-07-20T08:00:00.000Z'],
  ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
  ['yesterday 8pm', '2026-11-20T19:00:00.000Z'],
])('with an hour, %s is that instant', (text, instant) => {
  expect(berlin(text)).toBe(instant);
});

test.each([
  ['2026-11-20', '2026-11-19T23:00:00.000Z'],
  ['2026-07-20', '2026-07-19T22:00:00.000Z'],
  ['20 Nov', '2026-11-19T23:00:00.000Z'],
  ['today', '2026-11-20T23:00:00.000Z'],
  ['2026-11-21', '2026-11-20T23:00:00.000Z'],
  ['yesterday', '2026-11-19T23:00:00.000Z'],
  ['monday', '2026-11-15T23:00:00.000Z'],
  ['last monday', '2026-11-15T23:00:00.000Z'],
  ['saturday', '2026-11-20T23:00:00.000Z'],
  ['3 days', '2026-11-17T23:00:00.000Z'],
  ['3 months', '2026-08-20T22:00:00.000Z'],
])('without an hour, %s begins at the start of that day', (text, instant) => {
  expect(berlin(text)).toBe(instant);
});

test.each(['tomorrow', '2026-12-24', '23:00', 'in 2 hours', 'whenever', ''])('%s is no time in the past', (text) => {
  expect(berlin(text)).toBeUndefined();
});

test('the day is that of the zone, not that of UTC or of the process', () => {
  const lateInUtc = new Date('2026-11-20T23:30:00Z');
  const read = ['UTC', 'America/New_York', 'Asia/Tokyo'].map((processZone) => {
    process.env['TZ'] = processZone;
    return [pastTime('today', lateInUtc, 'Europe/Berlin'), pastTime('2026-11-20', lateInUtc, 'Pacific/Auckland')];
  });

  expect(new Set(read.map((one) => JSON.stringify(one)))).toEqual(new Set(['["2026-11-20T23:00:00.000Z","2026-11-19T11:00:00.000Z"]']));
});
