import { describe, expect, test } from 'vitest';
import { forecast, trendOf } from '../../src/core/trend.ts';
import type { At } from '../../src/core/trend.ts';

const start = new Date('2026-11-01T08:00:00Z').getTime();
const dayMs = 86_400_000;
const points = (values: readonly number[], every = 1): readonly At[] =>
  values.map((value, index) => ({ at: new Date(start + index * every * dayMs), value }));
/** Always the same small ups and downs. */
const noise = (index: number): number => Math.sin(index * 7) / 2;

describe('a trend', () => {
  test('is the slope of the line, a day', () => {
    expect(trendOf(points([10, 12, 14, 16, 18, 20, 22]))).toMatchObject({ is: 'line', perDay: 2, fit: 1, last: 22 });
  });

  test('takes the last value of each day: one that was looked at often does not count more', () => {
    const often = points(
      Array.from({ length: 24 * 8 }, (_, hour) => hour),
      1 / 24,
    );

    expect(trendOf(often)).toMatchObject({ is: 'line', perDay: expect.closeTo(24, 0) });
  });

  test.each([
    ['nothing', [], 0],
    ['one day', [5], 1],
    ['six days', [1, 2, 3, 4, 5, 6], 6],
  ])('of %s is not enough history', (_, values, days) => {
    expect(trendOf(points(values))).toEqual({ is: 'not enough history', days });
  });
});

describe('a forecast', () => {
  test('names the day when the line meets the limit', () => {
    const found = forecast(points([50, 52, 54, 56, 58, 60, 62, 64]), 90);

    expect(found).toMatchObject({ is: 'at', at: new Date(start + 20 * dayMs), plusMinusDays: 1 });
  });

  test('is the less sure the noisier the past is', () => {
    const calm = forecast(points(Array.from({ length: 30 }, (_, day) => 50 + day + noise(day) / 10)), 90);
    const wild = forecast(points(Array.from({ length: 30 }, (_, day) => 50 + day + 6 * noise(day))), 90);

    if (calm.is !== 'at' || wild.is !== 'at') throw new Error(`${calm.is}, ${wild.is}`);
    expect(wild.plusMinusDays).toBeGreaterThan(calm.plusMinusDays);
    expect(Math.abs(calm.at.getTime() - (start + 40 * dayMs))).toBeLessThan(2 * dayMs);
  });

  test.each([
    ['a value that is there already', [80, 81, 95], 'reached'],
    ['six days', [1, 2, 3, 4, 5, 6], 'not enough history'],
    ['one that falls', [60, 59, 58, 57, 56, 55, 54], 'never'],
    ['one that stands', [60, 60, 60, 60, 60, 60, 60], 'never'],
    ['one that grows too slowly to matter', [10, 10.001, 10.002, 10.003, 10.004, 10.005, 10.006], 'never'],
    ['one that jumps up and down', [10, 60, 5, 70, 8, 66, 12, 55], 'not steady'],
  ])('of %s', (_, values, is) => {
    expect(forecast(points(values), 90).is).toBe(is);
  });
});
