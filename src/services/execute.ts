import { planDigest } from '../core/digest.ts';
import { Absent, story } from '../core/errors.ts';
import type { Entry } from '../core/entry.ts';
import type { Run, StoredPlan } from '../core/run.ts';
import type { Task } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import { append, entriesOfRun, rowsOfRunHashRight } from '../store/log.ts';
import { releaseLocks, takeLocks } from '../store/locks.ts';
import { lockRun, move } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import { announce } from './deps.ts';
import { policyOf, verdictOn } from './gatekeeper.ts';
import type { Lease } from './lease.ts';
import { lookWith } from './look.ts';
import { perform } from './perform.ts';
import { endUnknown } from './report.ts';
import type { WorkerDeps } from './deps.ts';
import { finishedSteps, stepsOf } from '../core/steps.ts';

const holdSeconds = 5;
/** A world that voids one plan after the other would be planned for ever. */
const mostVoidPlans = 2;

/** ready → running: only for the world that was approved, only while the gate says go, only with all locks. */
export async function executeTask(deps: WorkerDeps, run: Run, lease: Lease): Promise<void> {
  const task = deps.definitions.tasks.get(run.subject);
  const entries = await entriesOfRun(deps.store, run.id);
  const begun = entries.some(({ kind, body }) => kind === 'started' && body['digest'] === run.digest);
  if (!task || !run.plan || run.digest === null) {
    const why = `There is no plan for ${run.subject} in this version.`;
    // What was begun keeps its locks and waits for a version that can clean it up.
    return begun ? deps.store.transaction((tx) => hold(tx, deps, run, why)) : endUnknown(deps, run, why);
  }
  const leave = (why: string) => (begun ? offerCleanUp(deps, run, why) : planAnew(deps, run, entries, why));
  if (run.aim === 'finish') {
    if (!digestHolds(deps, task, run)) return leave('the steps or the policy of this version differ from what was approved');
    // Comparing may read every table of the platform: what has to wait is not compared, and the gate is asked again behind it.
    if (!(await deps.store.transaction((tx) => admit(tx, deps, task, run, begun)))) return;
    const world = await compare(deps, task, run, entries, lease);
    if (lease.signal.aborted) return giveBack(deps.store, run);
    if (world.is === 'unseen') return deps.store.transaction((tx) => hold(tx, deps, run, world.why));
    if (world.is === 'stale') return leave(world.why);
  }
  const started = await deps.store.transaction((tx) => start(tx, deps, task, run, begun));
  if (started) await perform(deps, task, started, lease);
}

type World = { readonly is: 'as approved' } | { readonly is: 'stale' | 'unseen'; readonly why: string };

/** Is the world the approved one? What cannot be seen is no reason to throw an approval away, and none to begin. */
async function compare(deps: WorkerDeps, task: Task, run: Run, entries: readonly Entry[], lease: Lease): Promise<World> {
  try {
    const look = lookWith(deps.ports, task.needs, {
      now: deps.clock(),
      signal: AbortSignal.any([lease.signal, AbortSignal.timeout(120_000)]),
      runId: run.id,
    });
    const why = await task.stale(look, task.work.parse(run.plan?.work), finishedSteps(entries, run.digest));
    return why === undefined ? { is: 'as approved' } : { is: 'stale', why };
  } catch (error) {
    return {
      is: 'unseen',
      why: error instanceof Absent ? foreign(error.message) : `the platform cannot be compared with the plan (${foreign(story(error))})`,
    };
  }
}

function digestHolds(deps: WorkerDeps, task: Task, run: Run): boolean {
  if (!run.plan) return false;
  const steps = stepsOf(task, run.plan.work).map(({ id, does }) => ({ id, does }));
  const now = planDigest({ run, title: task.title, plan: { ...run.plan, steps }, policy: policyOf(deps, task, run.environment) });
  return now === run.digest;
}

/** The plan that may go on now. For all others the run was moved to where it waits or ends, and its lease was given back. */
async function admit(tx: Tx, deps: WorkerDeps, task: Task, run: Run, begun: boolean): Promise<StoredPlan | undefined> {
  const locked = await lockRun(tx, run.id);
  if (locked?.state !== 'ready' || locked.attempt !== run.attempt || locked.cancelBy !== null || !locked.plan) return giveBack(tx, run);
  if (!(await rowsOfRunHashRight(tx, run.id)))
    return hold(tx, deps, run, 'the log rows of this run do not hash right: somebody changed them');
  if (run.aim === 'clean up') return locked.plan;
  const verdict = await verdictOn(tx, deps, locked, policyOf(deps, task, run.environment));
  if (verdict.is === 'hold') return hold(tx, deps, run, verdict.holds.map(({ why }) => why).join('; '));
  if (verdict.is === 'ask') return takeBack(tx, run, begun);
  if (verdict.is === 'no') return refuse(tx, run, verdict.why, begun);
  return locked.plan;
}

async function start(tx: Tx, deps: WorkerDeps, task: Task, run: Run, begun: boolean): Promise<Run | undefined> {
  const plan = await admit(tx, deps, task, run, begun);
  if (!plan) return undefined;
  if (!(await takeLocks(tx, run.environment, plan.locks, run.id))) {
    // Another was faster since the gate looked. Those taken before the missing one must not stay with a run that does not start.
    if (!begun) await releaseLocks(tx, run.id);
    return hold(tx, deps, run, 'another run has just taken its locks');
  }
  const running = await move(tx, run.id, ['ready'], { state: 'running', started: true, held: null, progress: null }, run.attempt);
  await append(tx, {
    kind: 'started',
    environment: run.environment,
    run: run.id,
    body: { digest: run.digest, attempt: run.attempt, aim: run.aim, worker: deps.worker },
  });
  return running;
}

/** Not now: the lease goes back, and somebody looks again in a few seconds. */
async function hold(tx: Tx, deps: WorkerDeps, run: Run, why: string): Promise<undefined> {
  const notBefore = new Date(deps.clock().getTime() + holdSeconds * 1000);
  const held = await move(tx, run.id, ['ready'], { held: why, notBefore, release: true }, run.attempt);
  return held ? undefined : giveBack(tx, run);
}

/** A vote was taken back between the last vote and the start. */
async function takeBack(tx: Tx, run: Run, begun: boolean): Promise<undefined> {
  if (begun) return interruptAgain(tx, run, 'it is not approved any more');
  await move(tx, run.id, ['ready'], { state: 'waiting', held: null, release: true }, run.attempt);
}

async function refuse(tx: Tx, run: Run, why: 'not allowed' | 'denied' | 'expired', begun: boolean): Promise<undefined> {
  const words = {
    'not allowed': 'whoever asked for it may not ask for it any more',
    denied: 'it was denied',
    expired: 'it was not approved in time',
  }[why];
  if (begun) return interruptAgain(tx, run, words);
  const outcome = why === 'not allowed' ? 'refused' : why;
  await move(tx, run.id, ['ready'], { state: 'ended', outcome, why: words, release: true }, run.attempt);
  await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome, why: words } });
}

/** What was begun cannot go back to the votes. It may have been handed back in mid-work, so a worker settles it first. */
async function interruptAgain(tx: Tx, run: Run, why: string): Promise<undefined> {
  await move(tx, run.id, ['ready'], { state: 'interrupted', why, held: null, release: true }, run.attempt);
  await append(tx, { kind: 'interrupted', environment: run.environment, run: run.id, body: { why } });
}

/** To requested: a new plan, a new digest, a new message; the old votes count for nothing. It waits again where a vote was taken back meanwhile. */
async function planAnew(deps: WorkerDeps, run: Run, entries: readonly Entry[], why: string): Promise<void> {
  if (entries.filter(({ kind }) => kind === 'stale').length >= mostVoidPlans)
    return endUnknown(deps, run, `No plan stays true for long enough: ${why}`);
  const moved = await deps.store.transaction(async (tx) => {
    const again = await move(
      tx,
      run.id,
      ['waiting', 'ready'],
      {
        state: 'requested',
        digest: null,
        plan: null,
        validUntil: null,
        held: null,
        why: `The plan is void: ${why}. It is planned anew.`,
        release: true,
      },
      run.attempt,
    );
    if (again) await append(tx, { kind: 'stale', environment: run.environment, run: run.id, body: { digest: run.digest, why } });
    return again;
  });
  if (moved) announce(deps, moved);
}

/** Hours later more would be lost than was approved: what was begun can only be cleaned up now. */
async function offerCleanUp(deps: WorkerDeps, run: Run, why: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const moved = await move(
      tx,
      run.id,
      ['ready'],
      { state: 'interrupted', why: `it cannot be finished: ${why}. It can only be cleaned up`, held: null, release: true },
      run.attempt,
    );
    if (moved) await append(tx, { kind: 'stale', environment: run.environment, run: run.id, body: { digest: run.digest, why } });
  });
}

/** Whatever became of it meanwhile: a vote that was taken back and given again must not wait for the end of a lease. */
async function giveBack(tx: Tx, run: Run): Promise<undefined> {
  await move(tx, run.id, ['waiting', 'ready'], { release: true }, run.attempt);
}
