import { expect, test } from 'vitest';
import { gate, mayAsk, whyNotCounted } from '../../src/core/gate.ts';
import type { Facts, Verdict, Vote } from '../../src/core/gate.ts';
import { alex, dana, facts, kim, moment, person, policy, sam } from '../support/build.ts';

const vote = (by: string, says: Vote['says'] = 'approve', digest = 'd1'): Vote => ({ by: person(by), digest, says });
const hold = { why: 'run 7 holds database' };
const missing = (count = 1): Verdict => ({ is: 'ask', missing: [{ from: [{ user: alex }, { user: kim }], count }] });
const past = new Date(moment.getTime() - 1);
const dayOld = new Date(moment.getTime() - 24 * 60 * 60 * 1000);
const two = policy({ approvals: [{ from: [{ user: alex }, { user: kim }], count: 2 }] });
const none = policy({ risk: 'read', approvals: [] });
const anybody = policy({ approvals: [{ from: ['members'], count: 1 }] });
const group = policy({ approvals: [{ from: [{ group: 'S1' }], count: 1 }] });

const verdicts: readonly (readonly [string, Partial<Facts>, Verdict])[] = [
  ['no vote was cast', {}, missing()],
  ['an approver approved', { votes: [vote(alex)] }, { is: 'go' }],
  ['the asker approved', { votes: [vote(dana)] }, missing()],
  ['the asker is an approver and approved', { by: person(alex), votes: [vote(alex)] }, missing()],
  ['somebody who is not named approved', { votes: [vote('U0LEE')] }, missing()],
  ['the vote is for another plan', { votes: [vote(alex, 'approve', 'd0')] }, missing()],
  ['an approver denied', { votes: [vote(alex, 'deny')] }, { is: 'no', why: 'denied', by: alex }],
  ['one approved and one denied', { votes: [vote(alex), vote(kim, 'deny')] }, { is: 'no', why: 'denied', by: kim }],
  ['one person approved and denied', { votes: [vote(alex), vote(alex, 'deny')] }, { is: 'no', why: 'denied', by: alex }],
  ['the asker denied', { votes: [vote(dana, 'deny'), vote(alex)] }, { is: 'go' }],
  ['a denial is for another plan', { votes: [vote(kim, 'deny', 'd0'), vote(alex)] }, { is: 'go' }],
  ['two are wanted and one approved', { policy: two, votes: [vote(alex)] }, missing(1)],
  ['two are wanted and one approved twice', { policy: two, votes: [vote(alex), vote(alex)] }, missing(1)],
  ['two are wanted and two approved', { policy: two, votes: [vote(alex), vote(kim)] }, { is: 'go' }],
  ['the time is over without a vote', { validUntil: past }, { is: 'no', why: 'expired' }],
  ['the last moment has come', { validUntil: moment }, { is: 'no', why: 'expired' }],
  ['the time is over but the votes stand', { validUntil: past, votes: [vote(alex)] }, { is: 'go' }],
  ['the time is over and it was denied', { validUntil: past, votes: [vote(kim, 'deny')] }, { is: 'no', why: 'denied', by: kim }],
  ['it is approved and something holds it', { votes: [vote(alex)], holds: [hold] }, { is: 'hold', holds: [hold] }],
  ['it needs no votes', { policy: none }, { is: 'go' }],
  ['it needs no votes and something holds it', { policy: none, holds: [hold] }, { is: 'hold', holds: [hold] }],
  [
    'a full member who is not in the channel asked',
    { by: person(dana, { groups: [] }), votes: [vote(alex)] },
    { is: 'no', why: 'not allowed' },
  ],
  [
    'somebody named asked who is not in the channel',
    { policy: policy({ ask: [{ user: dana }] }), by: person(dana, { groups: [] }) },
    missing(),
  ],
  ['any member may approve and one of the channel did', { policy: anybody, votes: [vote(kim)] }, { is: 'go' }],
  [
    'any member may approve and one who is not in the channel did',
    { policy: anybody, votes: [{ ...vote(kim), by: person(kim, { groups: ['C0OTHER'] }) }] },
    { is: 'ask', missing: anybody.approvals },
  ],
  ['a guest asked', { by: person(sam, { kind: 'guest' }) }, { is: 'no', why: 'not allowed' }],
  ['the asker has left', { by: person(dana, { kind: 'gone' }), votes: [vote(alex)] }, { is: 'no', why: 'not allowed' }],
  ['the asker was not checked for a day', { by: person(dana, { checkedAt: dayOld }) }, { is: 'no', why: 'not allowed' }],
  ['a schedule asked for what needs votes', { by: person('schedule:x', { kind: 'schedule' }) }, { is: 'no', why: 'not allowed' }],
  ['a schedule asked for what needs none', { policy: none, by: person('schedule:x', { kind: 'schedule' }) }, { is: 'go' }],
  [
    'nobody is named who may approve',
    { policy: policy({ approvals: [{ from: [], count: 1 }] }), votes: [vote(alex)] },
    { is: 'ask', missing: [{ from: [], count: 1 }] },
  ],
  ['only others may ask', { policy: policy({ ask: [{ user: alex }] }), votes: [vote(alex)] }, { is: 'no', why: 'not allowed' }],
  ['somebody of the group approved', { policy: group, votes: [{ ...vote(kim), by: person(kim, { groups: ['S1'] }) }] }, { is: 'go' }],
  ['somebody outside the group approved', { policy: group, votes: [vote(kim)] }, { is: 'ask', missing: group.approvals }],
];

test.each(verdicts)('when %s, the gate says so', (_, given, verdict) => {
  expect(gate(facts(given))).toEqual(verdict);
});

test('without a plan only the asker is judged', () => {
  const { digest: _, ...nothingPlanned } = facts({ holds: [hold], votes: [vote(alex, 'deny')] });

  expect(gate(nothingPlanned)).toEqual({ is: 'go' });
});

test.each(['guest', 'bot', 'gone', 'stranger', 'schedule'] as const)(
  'the vote of a %s counts for nothing, even when they are named',
  (kind) => {
    const votes = [{ ...vote(alex), by: person(alex, { kind }) }];

    expect(gate(facts({ votes }))).toEqual(missing());
  },
);

test('every approval of the policy must be met, each by its own people', () => {
  const both = policy({
    approvals: [
      { from: [{ user: alex }], count: 1 },
      { from: [{ user: kim }], count: 1 },
    ],
  });

  const verdict = gate(facts({ policy: both, votes: [vote(alex)] }));

  expect(verdict).toEqual({ is: 'ask', missing: [{ from: [{ user: kim }], count: 1 }] });
});

test('who was checked a moment less than a day ago still counts', () => {
  const by = person(dana, { checkedAt: new Date(dayOld.getTime() + 1) });

  expect(mayAsk(by, policy(), moment)).toBe(true);
});

test.each([
  ['own', person(dana)],
  ['guest', person(sam, { kind: 'guest' })],
  ['not an approver', person('U0LEE')],
  ['not an approver', person(alex, { kind: 'gone' })],
  [undefined, person(alex)],
] as const)('a vote that does not count says why: %s', (reason, voter) => {
  expect(whyNotCounted(voter, dana, policy(), moment)).toBe(reason);
});
