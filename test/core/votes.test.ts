import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saysOf } from '../../src/core/reactions.ts';
import { reactionDifference, standingVotes } from '../../src/core/votes.ts';
import type { Says } from '../../src/core/votes.ts';
import { alex, entry, kim } from '../support/build.ts';

const row = (kind: 'voted' | 'withdrawn', by: string, says: Says, via = 'reaction', digest = 'd1') =>
  entry(kind, { by, body: { digest, says, via } });

test('a vote stands until it is withdrawn', () => {
  const rows = [row('voted', alex, 'approve'), row('voted', kim, 'approve'), row('withdrawn', alex, 'approve')];

  expect(standingVotes(rows, 'd1')).toEqual([{ by: kim, via: 'reaction', says: 'approve' }]);
});

test('a vote that was withdrawn can be cast again', () => {
  const rows = [row('voted', alex, 'approve'), row('withdrawn', alex, 'approve'), row('voted', alex, 'approve')];

  expect(standingVotes(rows, 'd1')).toHaveLength(1);
});

test('taking a reaction back leaves the vote that the same person cast by a button', () => {
  const rows = [row('voted', alex, 'approve', 'button'), row('voted', alex, 'approve'), row('withdrawn', alex, 'approve')];

  expect(standingVotes(rows, 'd1')).toEqual([{ by: alex, via: 'button', says: 'approve' }]);
});

test('votes for another plan do not stand for this one', () => {
  expect(standingVotes([row('voted', alex, 'approve', 'reaction', 'd0')], 'd1')).toEqual([]);
});

test('other rows of the log are no votes', () => {
  const rows = [
    entry('vote refused', { by: alex, body: { digest: 'd1', says: 'approve' } }),
    entry('note', { by: kim, body: { digest: 'd1' } }),
  ];

  expect(standingVotes(rows, 'd1')).toEqual([]);
});

test('votes by button are no business of the reactions', () => {
  const difference = reactionDifference([{ by: alex, via: 'button', says: 'approve' }], []);

  expect(difference).toEqual({ cast: [], withdrawn: [] });
});

const ballots = fc.uniqueArray(fc.record({ by: fc.constantFrom('U1', 'U2', 'U3'), says: fc.constantFrom<Says>('approve', 'deny') }), {
  selector: ({ by, says }) => by + says,
});

test('after the difference is logged, the log agrees with the reactions, and a second reading finds nothing', () => {
  fc.assert(
    fc.property(ballots, ballots, (before, seen) => {
      const first = before.map(({ by, says }) => row('voted', by, says));
      const difference = reactionDifference(standingVotes(first, 'd1'), seen);
      const after = [
        ...first,
        ...difference.cast.map(({ by, says }) => row('voted', by, says)),
        ...difference.withdrawn.map(({ by, says }) => row('withdrawn', by, says)),
      ];

      const standing = standingVotes(after, 'd1');

      expect(new Set(standing.map(({ by, says }) => by + says))).toEqual(new Set(seen.map(({ by, says }) => by + says)));
      expect(reactionDifference(standing, seen)).toEqual({ cast: [], withdrawn: [] });
    }),
  );
});

test.each([
  ['white_check_mark', 'approve'],
  ['x', 'deny'],
  ['x::skin-tone-3', 'deny'],
  ['heavy_check_mark', undefined],
  ['+1', undefined],
])('the reaction %s says %s', (name, says) => {
  expect(saysOf(name)).toBe(says);
});
