import type { Entry } from './entry.ts';

export type Says = 'approve' | 'deny';

/** One standing vote: a person may speak by reaction, by button and by command. */
export interface StandingVote {
  readonly by: string;
  readonly via: string;
  readonly says: Says;
}

/** Folds the log rows of one plan into the votes that stand now. */
export function standingVotes(entries: readonly Entry[], digest: string): readonly StandingVote[] {
  const standing = new Map<string, StandingVote>();
  for (const { kind, by, body } of entries) {
    if (body['digest'] !== digest || by === null || (kind !== 'voted' && kind !== 'withdrawn')) continue;
    const says = body['says'] === 'deny' ? 'deny' : 'approve';
    const via = String(body['via']);
    const key = `${by}|${via}|${says}`;
    if (kind === 'voted') standing.set(key, { by, via, says });
    else standing.delete(key);
  }
  return [...standing.values()];
}

/** What must be appended so that the log agrees with the reactions that stand now. */
export function reactionDifference(
  logged: readonly StandingVote[],
  seen: readonly { readonly by: string; readonly says: Says }[],
): {
  readonly cast: readonly { readonly by: string; readonly says: Says }[];
  readonly withdrawn: readonly { readonly by: string; readonly says: Says }[];
} {
  const byReaction = logged.filter(({ via }) => via === 'reaction');
  const same = (left: { by: string; says: Says }) => (right: { by: string; says: Says }) =>
    left.by === right.by && left.says === right.says;
  return {
    cast: seen.filter((vote) => !byReaction.some(same(vote))),
    withdrawn: byReaction.filter((vote) => !seen.some(same(vote))).map(({ by, says }) => ({ by, says })),
  };
}
