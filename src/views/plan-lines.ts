import type { Run, StoredPlan } from '../core/run.ts';
import { list } from '../lib/words.ts';

/** All that people approve besides the summary, a line each. */
export function planLines({ environment }: Pick<Run, 'environment'>, { facts, impact, locks }: StoredPlan): readonly string[] {
  const taken = locks.length > 0 ? [`takes the ${locks.length === 1 ? 'lock' : 'locks'} ${list(locks)} of ${environment}`] : [];
  return [...facts, impact, ...taken].map((line) => `• ${line}`);
}
