import { expect, test } from 'vitest';
import { trend } from '../../src/checks/trend.ts';
import type { Metric, Point } from '../../src/core/metric.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const series = (of: (day: number) => number, days = 30, subject = '/'): readonly Point[] =>
  Array.from({ length: days }, (_, day) => ({ subject, at: new Date(now.getTime() - (days - day) * 86_400_000), value: of(day) }));
const say = (points: readonly Point[], metric: Metric = 'disk-used') => judged(trend, { series: [{ metric, points }], days: 30, now });

test.each<[string, readonly Point[], string]>([
  ['fills', series((day) => 50 + day), 'Disk `/`: 79 % now, +1 % a day, 95 % on 11 Dec 2026 (±1 day).'],
  ['stands', series(() => 41), 'Disk `/`: 41 % now, steady, not near 95 % within three years.'],
  ['is full', series((day) => 70 + day), 'Disk `/`: 99 % now, +1 % a day, above 95 % already.'],
  ['was seen for three days', series((day) => 50 + day, 3), 'Disk `/`: 52 % now, not enough history for a trend (3 days of 7).'],
  ['jumps', series((day) => (day % 2 === 0 ? 20 : 60) + day / 10), 'Disk `/`: 63 % now, +0.2 % a day, too unsteady for a forecast.'],
])('a disk that %s', (_, points, summary) => {
  expect(seen(say(points))).toEqual([['ok', summary]]);
});

test('the chart has the sentence as its title, the limit, and the forecast where it is near', () => {
  const [finding] = say(series((day) => 50 + day));

  expect(finding?.chart).toMatchObject({
    title: 'Disk /: 79 % now, +1 % a day, 95 % on 11 Dec 2026 (±1 day)',
    limit: { value: 95 },
    forecast: { points: [expect.anything(), [expect.any(Number), 95]] },
  });
  expect(say(series((day) => 50 + day / 20))[0]?.chart).not.toHaveProperty('forecast');
});

test('of many subjects the highest six are shown, the highest first', () => {
  const many = Array.from({ length: 9 }, (_, index) => series(() => index, 8, `/m${index}`)).flat();

  const [finding] = say(many);

  expect(finding?.summary).toContain('Disk `/m8`');
  expect(finding?.chart?.lines.map(({ name }) => name)).toEqual(['/m8', '/m7', '/m6', '/m5', '/m4', '/m3']);
});

test('nothing measured is unknown, and no empty chart', () => {
  expect(say([], 'queue-depth')).toEqual([
    { status: 'unknown', summary: 'Messages waiting: unknown, nothing was measured in the last 30 days yet.' },
  ]);
});

test('a name of a table cannot mention anybody', () => {
  const [finding] = say(
    series(() => 5, 8, '<!channel>'),
    'table-size',
  );

  expect(finding?.summary).not.toContain('<!channel>');
  expect(finding?.chart?.title).toContain('<!channel>'); // a picture has no mentions
});

test('a long series keeps its ends and at most 400 points', () => {
  const long = Array.from({ length: 3000 }, (_, index) => ({
    subject: '/',
    at: new Date(now.getTime() - (3000 - index) * 600_000),
    value: index,
  }));

  const points = say(long)[0]?.chart?.lines[0]?.points ?? [];

  expect(points.length).toBeLessThanOrEqual(401);
  expect([points[0]?.[1], points.at(-1)?.[1]]).toEqual([0, 2999]);
});

const quarters = {
  period: { label: 'Q4 2026', from: new Date('2026-10-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') },
  before: { label: 'Q3 2026', from: new Date('2026-07-01T00:00:00Z'), to: new Date('2026-10-01T00:00:00Z') },
};
const compare = (points: readonly Point[], metric: Metric) =>
  judged(trend, { series: [{ metric, points }], days: 30, now, compared: quarters });

test.each<[string, Metric, readonly Point[], string]>([
  [
    'what piles up is compared by what was added',
    'database-size',
    series((day) => (10 + day / 10) * 2 ** 30, 150, ''),
    'Database size: 24.9 GiB, +5.5 GiB in Q4 2026 (Q3 2026: +9.1 GiB).',
  ],
  [
    'what goes up and down by its mean',
    'api-latency',
    series((day) => (day < 94 ? 40 : 60), 150, ''),
    'Answer time of the API: on average 60 ms in Q4 2026 (Q3 2026: 40 ms).',
  ],
  [
    'a quarter that was not measured is no zero',
    'database-size',
    series((day) => (10 + day / 10) * 2 ** 30, 20, ''),
    'Database size: 11.9 GiB, +1.9 GiB in Q4 2026, since 6 Nov 2026 (Q3 2026 was not measured).',
  ],
  [
    'a day proves nothing',
    'database-size',
    series(() => 2 ** 30, 1, ''),
    'Database size: 1 GiB, too short a time to compare (Q3 2026 was not measured).',
  ],
  [
    'only measured before',
    'queue-depth',
    series(() => 3, 150, 'celery').slice(0, 50),
    'Messages waiting: unknown, nothing was measured in Q4 2026 yet.',
  ],
])('%s', (_, metric, points, summary) => {
  const [finding] = compare(points, metric);

  expect(finding?.summary).toBe(summary);
});

test('the picture of a period has no points of the one before', () => {
  const [finding] = compare(
    series((day) => day, 150),
    'disk-used',
  );

  expect(finding?.chart?.lines[0]?.points[0]?.[0]).toBeGreaterThanOrEqual(quarters.period.from.getTime());
});

test('several numbers are several findings, in the order in which they were asked for', async () => {
  const history = { series: (metric: Metric) => Promise.resolve(series(() => metric.length, 10)), before: () => Promise.resolve([]) };

  const measure = await trend.probe(
    { history, now, signal: new AbortController().signal },
    { metrics: ['jobs-ended', 'disk-used'], period: 'quarter' },
  );

  expect(judged(trend, measure).map(({ summary }) => summary.split(':')[0])).toEqual(['Jobs ended a day `/`', 'Disk `/`']);
  expect(measure.compared).toMatchObject({ period: { label: 'Q4 2026' }, before: { label: 'Q3 2026' } });
});
