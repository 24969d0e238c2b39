import type { Risk } from './task.ts';

/** Somebody as Slack said, or the bot's own schedule. Who was not checked for 24 h counts for nothing. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: 'member' | 'guest' | 'bot' | 'gone' | 'stranger' | 'schedule';
  /** The bound channels, and the user groups that the configuration names, in which they are. */
  readonly groups: readonly string[];
  readonly checkedAt: Date;
}

/** Who is meant: every full member of the environment's channel, one person, or the members of a Slack user group. */
export type Principal = 'members' | { readonly user: string } | { readonly group: string };

/** The rules for one subject in one environment; built from the risk, and the configuration may only tighten it. */
export interface Policy {
  readonly subject: string;
  readonly environment: string;
  /** The channel that is bound to the environment: who is meant by “members” is in it. */
  readonly channel: string;
  readonly risk: Risk;
  readonly ask: readonly Principal[];
  /** Each must be met by people who did not ask; none for what needs no votes. */
  readonly approvals: readonly { readonly from: readonly Principal[]; readonly count: number }[];
  /** How long a plan is open for votes. */
  readonly validMinutes: number;
}

export interface Vote {
  readonly by: Person;
  readonly digest: string;
  readonly says: 'approve' | 'deny';
}

/** "Not now": a freeze, a lock held by another run, rules that differ between processes. */
export interface Hold {
  readonly why: string;
  readonly until?: Date;
}

export interface Facts {
  readonly policy: Policy;
  readonly by: Person;
  /** Absent while nothing is planned yet: then only the asker is judged. */
  readonly digest?: string;
  readonly validUntil?: Date;
  readonly votes: readonly Vote[];
  readonly holds: readonly Hold[];
  readonly now: Date;
}

export type Verdict =
  | { readonly is: 'go' }
  | { readonly is: 'hold'; readonly holds: readonly Hold[] }
  | { readonly is: 'ask'; readonly missing: Policy['approvals'] }
  | { readonly is: 'no'; readonly why: 'not allowed' | 'denied' | 'expired'; readonly by?: string };

const dayMs = 24 * 60 * 60 * 1000;

/** The one decision about permission, a pure function over stored facts: the same answer in every process. */
export function gate(facts: Facts): Verdict {
  if (!mayAsk(facts.by, facts.policy, facts.now)) return { is: 'no', why: 'not allowed' };
  if (facts.digest === undefined) return { is: 'go' };

  const counting = facts.votes.filter((vote) => vote.digest === facts.digest && counts(vote.by, facts));
  const denial = counting.find((vote) => vote.says === 'deny');
  if (denial) return { is: 'no', why: 'denied', by: denial.by.id };

  const approvers = counting.filter((vote) => vote.says === 'approve').map((vote) => vote.by);
  const missing = facts.policy.approvals.flatMap(({ from, count }) => {
    const have = new Set(approvers.filter((person) => isOneOf(person, from, facts.policy.channel)).map((person) => person.id)).size;
    return have >= count ? [] : [{ from, count: count - have }];
  });
  if (missing.length > 0) return facts.validUntil && facts.validUntil <= facts.now ? { is: 'no', why: 'expired' } : { is: 'ask', missing };
  return facts.holds.length > 0 ? { is: 'hold', holds: facts.holds } : { is: 'go' };
}

export function mayAsk(person: Person, policy: Policy, now: Date): boolean {
  if (person.kind === 'schedule') return policy.approvals.length === 0;
  return isCurrentMember(person, now) && isOneOf(person, policy.ask, policy.channel);
}

/** May this person's vote count for what somebody else asked? */
export function mayApprove(person: Person, policy: Policy, now: Date): boolean {
  return isCurrentMember(person, now) && policy.approvals.some(({ from }) => isOneOf(person, from, policy.channel));
}

/** Why a vote counts for nothing, in words for the voter; undefined when it counts. */
export function whyNotCounted(person: Person, asker: string, policy: Policy, now: Date): 'own' | 'guest' | 'not an approver' | undefined {
  if (person.id === asker) return 'own';
  if (person.kind === 'guest') return 'guest';
  return mayApprove(person, policy, now) ? undefined : 'not an approver';
}

function counts(person: Person, facts: Facts): boolean {
  return person.id !== facts.by.id && mayApprove(person, facts.policy, facts.now);
}

function isCurrentMember(person: Person, now: Date): boolean {
  return person.kind === 'member' && now.getTime() - person.checkedAt.getTime() < dayMs;
}

function isOneOf(person: Person, principals: readonly Principal[], channel: string): boolean {
  return principals.some((principal) => {
    if (principal === 'members') return person.kind === 'member' && person.groups.includes(channel);
    return 'user' in principal ? principal.user === person.id : person.groups.includes(principal.group);
  });
}

/** Schedules speak under a name of their own. */
export function isSchedule(id: string): boolean {
  return id.startsWith('schedule:');
}
