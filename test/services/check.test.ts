import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCheck } from '../../src/core/check.ts';
import type { Check } from '../../src/core/check.ts';
import { Absent, Locked, OpsError } from '../../src/core/errors.ts';
import { runCheck } from '../../src/services/check.ts';
import { portsWith } from '../support/absent.ts';
import { moment } from '../support/build.ts';
import { inTime } from '../support/in-time.ts';

const ports = portsWith({}, 'this platform has no Redis');
const check = (given: Partial<Pick<Check, 'probe' | 'judge' | 'needs' | 'timeoutMs'>>) =>
  defineCheck({
    id: 'rooms',
    title: 'Rooms',
    why: '',
    procedures: [],
    limits: z.object({ warn: z.number().default(10) }),
    needs: [],
    probe: () => Promise.resolve(12),
    judge: (value, { warn }) => [{ status: Number(value) > warn ? 'warn' : 'ok', summary: `${String(value)} rooms, warn ${warn}` }],
    ...given,
  });
const run = async (one: Check, limits = {}, signal = new AbortController().signal) =>
  (await runCheck(one, { ports, limits, now: moment, signal })).reported;

test('limits are those of the configuration, and defaults where it says nothing', async () => {
  expect(await run(check({}))).toMatchObject({ status: 'warn', findings: [{ summary: '12 rooms, warn 10' }] });
  expect(await run(check({}), { rooms: { warn: 20 } })).toMatchObject({ status: 'ok' });
});

test('what a lock keeps from being seen has a button that tells who holds it', async () => {
  const probe = () => Promise.reject(new OpsError('house', 'counting', { cause: new Locked('somebody else holds the key') }));

  expect(await run(check({ probe }))).toMatchObject({
    findings: [{ status: 'unknown', because: 'somebody else holds the key', remedies: [{ kind: 'line', line: 'db locks' }] }],
  });
});

test('a limit says whether it is a default or configured', async () => {
  const judge: Check['judge'] = () => [{ status: 'warn', summary: 'full', threshold: { warn: 10, critical: 20 } }];
  const full = defineCheck({ ...check({ judge }), limits: z.object({ warn: z.number().default(10), critical: z.number().default(20) }) });

  expect((await run(full)).findings[0]?.threshold).toEqual({ warn: 10, critical: 20, from: 'default' });
  expect((await run(full, { rooms: { critical: 20 } })).findings[0]?.threshold).toMatchObject({ from: 'bigshot.yml' });
});

test('a part that the platform has not got is skipped with its reason', async () => {
  const said = await run(check({ needs: ['redis'] }));

  expect(said).toMatchObject({ status: 'skipped', findings: [{ summary: 'Rooms: skipped, this platform has no Redis.' }] });
});

test.each([
  ['a probe that throws', { probe: () => Promise.reject(new OpsError('house', 'counting', { cause: new Error('no key') })) }, 'no key'],
  [
    'a probe that throws at once',
    {
      probe: (): Promise<never> => {
        throw new Error('at once');
      },
    },
    'at once',
  ],
  [
    'a judge that throws',
    {
      judge: () => {
        throw new Error('cannot judge');
      },
    },
    'cannot judge',
  ],
])('%s is unknown with the reason, never silence', async (_, given, reason) => {
  expect(await run(check(given))).toMatchObject({ status: 'unknown', findings: [{ summary: `Rooms: unknown, ${reason}.` }] });
});

test('a check that says nothing is unknown', async () => {
  expect(await run(check({ judge: () => [] }))).toMatchObject({ status: 'unknown', findings: [] });
});

test('a probe that finds out itself that the part is not there is skipped', async () => {
  expect(await run(check({ probe: () => Promise.reject(new Absent('no such table')) }))).toMatchObject({ status: 'skipped' });
});

test('a probe that ignores its signal costs its time limit and no more', async () => {
  const said = await inTime(500, run(check({ timeoutMs: 50, probe: () => new Promise(() => {}) })));

  expect(said).toMatchObject({ status: 'unknown', findings: [{ summary: 'Rooms: unknown, no answer within its limit of 50 ms.' }] });
});
