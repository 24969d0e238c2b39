import type { Entry } from './entry.ts';

/** Ids of the steps of this very plan that the log knows as finished, in any attempt. */
export function finishedSteps(entries: readonly Entry[], digest: string | null): readonly string[] {
  return entries.filter(({ kind, body }) => kind === 'step' && body['digest'] === digest).map(({ body }) => String(body['step']));
}
