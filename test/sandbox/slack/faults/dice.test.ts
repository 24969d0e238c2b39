import { describe, expect, onTestFinished, test } from 'vitest';
import { createClock } from '../../../../sandbox/slack/clock.ts';
import { createFaults, type Faults } from '../../../../sandbox/slack/faults/faults.ts';
import { isStandingFault, isSuddenFault, settingsOf, standingFaults, suddenFaults } from '../../../../sandbox/slack/faults/kinds.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { createTraffic } from '../../../../sandbox/slack/traffic/traffic.ts';
import { control } from '../control/support.ts';
import { open } from '../support/open.ts';
import { call } from '../support/workspace.ts';

/** One letter for each of so many calls of the bot: whether the fault struck it. */
async function struckCalls(place: OpenWorkspace, count: number): Promise<string> {
  const letters: string[] = [];
  for (let turn = 0; turn < count; turn += 1) letters.push((await call(place, 'bot', 'auth.test')).ok ? '.' : 'x');
  return letters.join('');
}

describe.each(Object.keys(standingFaults).filter(isStandingFault))('%s', (name) => {
  /** Faults with this one switched on, and a clock that ends with the test. */
  function armed(given: Readonly<Record<string, unknown>>) {
    const clock = createClock();
    onTestFinished(() => clock.close());
    const faults = createFaults(
      clock,
      createTraffic(() => clock.now()),
    );
    faults.set(name, settingsOf(name, given));
    return { clock, faults };
  }

  const strikesOf = (faults: Faults, count: number, ...about: readonly string[]): string =>
    Array.from({ length: count }, () => (faults.strike(name, ...about) ? 'x' : '.')).join('');

  test('strikes at the same places for the same seed', () => {
    const half = { rate: 0.5, only: 'this' };

    const first = strikesOf(armed({ ...half, seed: 3 }).faults, 64, 'this');

    expect(strikesOf(armed({ ...half, seed: 3 }).faults, 64, 'this')).toBe(first);
    expect(strikesOf(armed({ ...half, seed: 4 }).faults, 64, 'this')).not.toBe(first);
  });

  test('strikes as often as it may, what it may, and as long as it may', async () => {
    expect(strikesOf(armed({ times: 2, only: 'this' }).faults, 5, 'this')).toBe('xx...');
    expect(strikesOf(armed({ only: 'that' }).faults, 3, 'this')).toBe('...');
    expect(strikesOf(armed({ only: 'that' }).faults, 3, 'this', 'that')).toBe('xxx');
    const { clock, faults } = armed({ seconds: 60, only: 'this' });
    await clock.advance(30_000);
    expect(strikesOf(faults, 2, 'this')).toBe('xx');
    await clock.advance(30_000);
    expect(strikesOf(faults, 2, 'this')).toBe('..');
    expect(faults.active()).toEqual([]);
  });
});

test('the same seed strikes at the same places, another one at others', async () => {
  const place = await open();
  const asked = { name: 'server_error', rate: 0.5, status: 500 };

  await control(place, 'faults.set', { ...asked, seed: 7 });
  const first = await struckCalls(place, 40);
  await control(place, 'faults.set', { ...asked, seed: 7 });
  const again = await struckCalls(place, 40);
  await control(place, 'faults.set', { ...asked, seed: 8 });
  const other = await struckCalls(place, 40);

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toMatch(/x/);
  expect(first).toMatch(/\./);
});

test('another workspace with the same seed is struck at the same places', async () => {
  const places = [await open(), await open()];

  const struck = await Promise.all(
    places.map(async (place) => {
      await control(place, 'faults.set', { name: 'rate_limited_body', rate: 0.3, seed: 42 });
      return struckCalls(place, 30);
    }),
  );

  expect(struck[0]).toBe(struck[1]);
});

test('rate 0 never strikes and rate 1 always does', async () => {
  const place = await open();

  await control(place, 'faults.set', { name: 'server_error', rate: 0 });
  expect(await struckCalls(place, 10)).toBe('..........');
  await control(place, 'faults.set', { name: 'server_error', rate: 1 });
  expect(await struckCalls(place, 10)).toBe('xxxxxxxxxx');
});

test('a fault strikes so many times and no more', async () => {
  const place = await open();

  await control(place, 'faults.set', { name: 'server_error', times: 3 });

  expect(await struckCalls(place, 6)).toBe('xxx...');
  expect((await control(place, 'faults.list')).body).toMatchObject({ active: [] });
});

test('a fault switches itself off when its seconds are over', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'server_error', seconds: 600 });
  expect(await struckCalls(place, 2)).toBe('xx');

  await control(place, 'clock.advance', { ms: 600_000 });

  expect(await struckCalls(place, 2)).toBe('..');
});

test('faults are switched off one by one or all at once', async () => {
  const place = await open();
  const active = async () => (await control(place, 'faults.list')).body['active'];
  await control(place, 'faults.set', { name: 'server_error' });
  await control(place, 'faults.set', { name: 'slow', ms: 1 });
  await control(place, 'faults.set', { name: 'drop' });

  await control(place, 'faults.clear', { name: 'server_error' });
  expect(await active()).toMatchObject([{ name: 'slow', ms: 1, struck: 0 }, { name: 'drop' }]);

  await control(place, 'faults.clear');
  expect(await active()).toEqual([]);
  expect(await struckCalls(place, 2)).toBe('..');
});

test.each([
  { given: { name: 'earthquake' }, says: 'there is no fault "earthquake", but: duplicate_event' },
  { given: { name: 'drop', rate: 2 }, says: 'rate' },
  { given: { name: 'drop', times: 0 }, says: 'times' },
  { given: { name: 'disconnect', reason: 'boredom' }, says: 'reason' },
  { given: { name: 'drop', colour: 'red' }, says: 'colour' },
])('$given is refused with what is wrong in it', async ({ given, says }) => {
  const place = await open();

  const { status, body } = await control(place, 'faults.set', given);

  expect(status).toBe(400);
  expect(body).toMatchObject({ ok: false, error: 'invalid_arguments', says: expect.stringContaining(says) });
});

test('every fault is listed with what it can be told', async () => {
  const place = await open();

  const { body } = await control(place, 'faults.list');

  expect(body).toMatchObject({ standing: standingFaults, sudden: suddenFaults });
  expect(Object.keys(standingFaults).every(isStandingFault) && Object.keys(suddenFaults).every(isSuddenFault)).toBe(true);
});
