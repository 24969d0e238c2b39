import type { Says } from './votes.ts';

/** The two reactions that are votes, by Slack's names, and how else people may reach them. */
export const voteReactions = { approve: 'white_check_mark', deny: 'x' } as const;

/** What a reaction says; undefined for all others. Skin tones do not change what a hand says. */
export function saysOf(reaction: string): Says | undefined {
  const name = reaction.replace(/::skin-tone-\d$/, '');
  if (name === voteReactions.approve) return 'approve';
  return name === voteReactions.deny ? 'deny' : undefined;
}
