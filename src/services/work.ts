import { gone as forget, present } from '../store/workers.ts';
import { claim, endLeasesOf } from '../store/runs.ts';
import type { Run } from '../core/run.ts';
import { policiesHash } from '../core/settings.ts';
import type { WorkerDeps } from './deps.ts';
import { executeTask } from './execute.ts';
import { keepLease, leaseSeconds } from './lease.ts';
import type { Lease } from './lease.ts';
import { planRun } from './plan.ts';
import { reportRun } from './report.ts';
import { settleRun } from './settle.ts';

/** Says that this worker is there, and that nothing of its former life is still alive. */
export async function begin(deps: WorkerDeps): Promise<void> {
  await endLeasesOf(deps.store, deps.worker);
  await heartbeat(deps);
}

export function heartbeat(deps: WorkerDeps): Promise<void> {
  return present(deps.store, {
    name: deps.worker,
    role: 'worker',
    environment: deps.environment,
    version: deps.version,
    policies: policiesHash(deps.settings),
  });
}

export function leave(deps: WorkerDeps): Promise<void> {
  return forget(deps.store, deps.worker);
}

/** A job only says "look at run N"; what is to be done follows from the row. Without a claim there is nothing to do. */
export async function lookAt(deps: WorkerDeps, runId: number): Promise<void> {
  if (deps.stopping()) return;
  const run = await claim(deps.store, runId, deps.environment, deps.worker, leaseSeconds);
  if (!run) return;
  const lease = keepLease(deps, run, deps.worker);
  try {
    await next(deps, run, lease);
  } finally {
    lease.stop();
  }
}

function next(deps: WorkerDeps, run: Run, lease: Lease): Promise<void> {
  if (run.state === 'interrupted') return settleRun(deps, run, lease);
  if (run.state === 'requested') return planRun(deps, run, lease);
  return run.kind === 'task' ? executeTask(deps, run, lease) : reportRun(deps, run, lease);
}
