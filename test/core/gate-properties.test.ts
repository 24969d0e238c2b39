import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gate } from '../../src/core/gate.ts';
import type { Facts, Person, Policy, Principal, Vote } from '../../src/core/gate.ts';
import { moment } from '../support/build.ts';

const ids = ['U1', 'U2', 'U3', 'U4'] as const;
const hourMs = 3_600_000;

const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.constant<Principal>('members'),
  fc.constantFrom(...ids).map((user) => ({ user })),
  fc.constantFrom('S1', 'S2').map((group) => ({ group })),
);
const approvals = fc.array(fc.record({ from: fc.array(principal, { maxLength: 3 }), count: fc.integer({ min: 1, max: 3 }) }), {
  maxLength: 2,
});
const anybody: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom(...ids),
  name: fc.constant('somebody'),
  kind: fc.constantFrom('member', 'member', 'member', 'guest', 'bot', 'gone', 'stranger', 'schedule'),
  groups: fc.subarray(['S1', 'S2', 'C1']),
  checkedAt: fc.constantFrom(0, 1, 23, 24, 48).map((hours) => new Date(moment.getTime() - hours * hourMs)),
});
const vote: fc.Arbitrary<Vote> = fc.record({
  by: anybody,
  digest: fc.constantFrom('d1', 'd1', 'd2'),
  says: fc.constantFrom('approve', 'approve', 'deny'),
});
const situation: fc.Arbitrary<Facts> = fc.record({
  policy: fc.record({
    subject: fc.constant('x'),
    environment: fc.constant('prod'),
    channel: fc.constant('C1'),
    risk: fc.constantFrom('read', 'change', 'destructive'),
    ask: fc.array(principal, { minLength: 1, maxLength: 2 }),
    approvals,
    validMinutes: fc.constant(60),
  }) satisfies fc.Arbitrary<Policy>,
  by: anybody,
  digest: fc.constant('d1'),
  validUntil: fc.constantFrom(-1, 0, 1).map((hours) => new Date(moment.getTime() + hours * hourMs)),
  votes: fc.array(vote, { maxLength: 6 }),
  holds: fc.constant([]),
  now: fc.constant(moment),
});

const dropping = (given: Facts, drop: (one: Vote) => boolean): Facts => ({ ...given, votes: given.votes.filter((one) => !drop(one)) });
const holds = <Given extends unknown[]>(property: fc.IProperty<Given>) => fc.assert(property, { numRuns: 500 });

test('the asker’s own votes never change the verdict', () => {
  holds(fc.property(situation, (given) => void expect(gate(dropping(given, ({ by }) => by.id === given.by.id))).toEqual(gate(given))));
});

test('votes of anybody but full members, and of people not checked for a day, never change the verdict', () => {
  const idle = ({ by }: Vote) => by.kind !== 'member' || moment.getTime() - by.checkedAt.getTime() >= 24 * hourMs;

  holds(fc.property(situation, (given) => void expect(gate(dropping(given, idle))).toEqual(gate(given))));
});

test('votes for another plan never change the verdict', () => {
  holds(fc.property(situation, (given) => void expect(gate(dropping(given, ({ digest }) => digest !== 'd1'))).toEqual(gate(given))));
});

test('taking approvals away never makes a run go that did not go before', () => {
  holds(
    fc.property(situation, (given) => {
      const fewer = gate(dropping(given, ({ says }) => says === 'approve'));

      expect(fewer.is === 'go' && gate(given).is !== 'go').toBe(false);
    }),
  );
});

test('a denial that counts is never outvoted', () => {
  holds(
    fc.property(situation, fc.array(vote), (given, more) => {
      const before = gate(given);
      const after = gate({ ...given, votes: [...given.votes, ...more] });

      expect(before.is === 'no' && before.why === 'denied' && after.is !== 'no').toBe(false);
    }),
  );
});

test('a run goes only with as many different people as the policy counts', () => {
  holds(
    fc.property(situation, (given) => {
      const people = new Set(given.votes.filter(({ says }) => says === 'approve').map(({ by }) => by.id)).size;
      const most = Math.max(0, ...given.policy.approvals.map(({ count }) => count));

      expect(gate(given).is === 'go' && people < most).toBe(false);
    }),
  );
});

test('casting the same votes twice changes nothing', () => {
  holds(fc.property(situation, (given) => void expect(gate({ ...given, votes: [...given.votes, ...given.votes] })).toEqual(gate(given))));
});
