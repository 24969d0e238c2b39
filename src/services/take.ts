import { dueRuns } from '../store/runs.ts';
import type { WorkerDeps } from './deps.ts';
import { lookAt } from './work.ts';

/** As many as a worker takes from the queue. */
const atOnce = 10;
/** The queue is faster; only what it has not brought by then is taken without it. */
const queueFirstMs = 5000;

/**
 * Takes what is due and did not come by the queue, whose store may be away: the rows are the truth, and the claim
 * settles who does it, so that a job which comes all the same finds nothing to do.
 */
export function createTaker(deps: WorkerDeps): { look(): Promise<void>; finished(): Promise<unknown> } {
  const underway = new Map<number, Promise<void>>();
  const take = (run: number): Promise<void> =>
    lookAt(deps, run)
      .catch((err: unknown) => deps.log.warn({ run, err }, 'run that was taken without the queue failed'))
      .finally(() => underway.delete(run));
  return {
    async look() {
      const before = deps.clock().getTime() - queueFirstMs;
      const due = (await dueRuns(deps.store)).filter(
        ({ id, environment, createdAt }) => environment === deps.environment && createdAt.getTime() < before && !underway.has(id),
      );
      for (const { id } of due.slice(0, Math.max(0, atOnce - underway.size))) underway.set(id, take(id));
    },
    finished: () => Promise.all(underway.values()),
  };
}
