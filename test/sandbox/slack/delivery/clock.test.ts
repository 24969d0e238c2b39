import { expect, onTestFinished, test } from 'vitest';
import { createClock, type Clock } from '../../../../sandbox/slack/clock.ts';

const MINUTE_MS = 60_000;

function clock(): Clock {
  const made = createClock();
  onTestFinished(() => made.close());
  return made;
}

test('what falls due while the clock is set forward happens in its order, each at its own time', async () => {
  const time = clock();
  const start = time.now().getTime();
  const happened: (readonly [string, number])[] = [];
  const note = (what: string) => (): void => void happened.push([what, Math.round((time.now().getTime() - start) / MINUTE_MS)]);
  time.after(5 * MINUTE_MS, note('second'));
  time.after(MINUTE_MS, note('first'));
  time.after(20 * MINUTE_MS, note('never'));

  await time.advance(10 * MINUTE_MS);

  expect(happened).toEqual([
    ['first', 1],
    ['second', 5],
  ]);
});

test('what an appointment asks for in turn happens too, where it falls due before the end', async () => {
  const time = clock();
  const happened: string[] = [];
  time.after(MINUTE_MS, () => {
    time.after(MINUTE_MS, () => happened.push('two minutes'));
    time.after(3 * MINUTE_MS, () => happened.push('four minutes'));
  });

  await time.advance(3 * MINUTE_MS);

  expect(happened).toEqual(['two minutes']);
});

test('a cancelled appointment does not happen', async () => {
  const time = clock();
  const happened: string[] = [];
  time.after(MINUTE_MS, () => happened.push('cancelled')).cancel();

  await time.advance(2 * MINUTE_MS);

  expect(happened).toEqual([]);
});

test('who is asked while the clock is set forward has the whole time to answer from then on', async () => {
  const time = clock();
  const happened: string[] = [];
  time.deadline(3000, () => happened.push('asked before'));
  time.after(MINUTE_MS, () => time.deadline(3000, () => happened.push('asked on the way')));

  await time.advance(10 * MINUTE_MS);
  expect(happened).toEqual(['asked before']);

  await time.advance(3000);
  expect(happened).toEqual(['asked before', 'asked on the way']);
});

test('an appointment comes by itself when its time has come', async () => {
  const time = clock();
  const start = time.now().getTime();

  await new Promise<void>((resolve) => time.after(20, resolve));

  expect(time.now().getTime() - start).toBeGreaterThanOrEqual(20);
});
