import type { StoredPlan } from './run.ts';

/** So much of a plan fits into one message beside who asked, why, and who may approve it. */
export const mostPlanCharacters = 5500;

/** Whether people can be shown all that they would approve. */
export function isReadable({ summary, facts, impact }: Pick<StoredPlan, 'summary' | 'facts' | 'impact'>): boolean {
  return JSON.stringify([summary, facts, impact]).length <= mostPlanCharacters;
}
