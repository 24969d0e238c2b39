import { afterAll, beforeEach, expect, test } from 'vitest';
import { keepSamples, pointsBefore, seriesOf, thinSamples } from '../../src/store/samples.ts';
import { openBotStore } from '../support/bot-store.ts';

const bot = await openBotStore();
const { store } = bot;
const day = 86_400_000;
const now = Date.now();
const ago = (days: number): Date => new Date(now - days * day);

afterAll(() => bot.close());
beforeEach(() => bot.force('delete from samples'));

const keep = (at: Date, value: number, subject = '/', environment = 'prod') =>
  keepSamples(store, environment, at, [{ metric: 'disk-used', subject, value }]);

test('a series is what was kept, oldest first, of this environment and metric alone', async () => {
  await keep(ago(1), 42);
  await keep(ago(2), 41);
  await keep(ago(2), 99, '/', 'staging');
  await keepSamples(store, 'prod', ago(1), [{ metric: 'queue-depth', subject: 'celery', value: 7 }]);

  const series = await seriesOf(store, 'prod', 'disk-used', ago(9));

  expect(series.map(({ value }) => value)).toEqual([41, 42]);
});

test('the first of a minute stays', async () => {
  const at = new Date('2026-11-26T08:00:10Z');
  await keep(at, 1);
  await keep(new Date(at.getTime() + 30_000), 2);

  expect(await seriesOf(store, 'prod', 'disk-used', ago(60))).toMatchObject([{ value: 1 }]);
});

test('before a moment: the newest of each subject, and none that is too old', async () => {
  await keep(ago(30), 10, '/old');
  for (const [days, value] of [
    [3, 1],
    [2, 2],
    [0.1, 3],
  ] as const)
    await keep(ago(days), value);

  expect(await pointsBefore(store, 'prod', 'disk-used', ago(1), ago(8))).toMatchObject([{ subject: '/', value: 2 }]);
});

test('of old days one a day stays, of weeks one an hour, of a year ago none', async () => {
  const hour = day / 24;
  const at = (days: number, minutes: number): Date => new Date(Math.floor((now - days * day) / day) * day + minutes * 60_000);
  for (const minutes of [1, 20, 40, 61]) for (const days of [2, 20, 200]) await keep(at(days, minutes), minutes);
  await keep(ago(450), 1);

  await thinSamples(store, 'prod');

  const left = await seriesOf(store, 'prod', 'disk-used', ago(500));
  const of = (days: number) =>
    left.filter(({ at: time }) => Math.abs(time.getTime() - at(days, 0).getTime()) < 2 * hour).map(({ value }) => value);
  expect([of(200), of(20), of(2)]).toEqual([[61], [40, 61], [1, 20, 40, 61]]);
  expect(left).toHaveLength(7);
  expect(await thinSamples(store, 'prod')).toBe(0);
});
