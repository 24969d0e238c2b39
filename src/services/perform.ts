import { story } from '../core/errors.ts';
import { worst } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import type { Act } from '../core/look.ts';
import type { Outcome, Run } from '../core/run.ts';
import { finishedSteps, stepsOf } from '../core/steps.ts';
import type { Step, Task } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import type { PortName } from '../ports/index.ts';
import { putFindings } from '../store/findings.ts';
import { append, entriesOfRun } from '../store/log.ts';
import { releaseLocks } from '../store/locks.ts';
import { lockRun, move } from '../store/runs.ts';
import { Cancelled, LeaseLost } from './lease.ts';
import type { Lease } from './lease.ts';
import { lookWith, portsFor } from './look.ts';
import type { WorkerDeps } from './deps.ts';
import { appendSaid } from './say.ts';

type End = 'finished' | 'handed back' | { readonly failed: string } | { readonly cancelledBy: string };

const verifyLimitMs = 10 * 60 * 1000;
/** Cleaning up must not be cut by the cancellation that made it necessary. */
const cleanUpLimitMs = 5 * 60 * 1000;

/** Runs the steps of an approved plan, cleans up, looks at the effect, ends. Whoever lost the lease stops without a word. */
export async function perform(deps: WorkerDeps, task: Task, run: Run, lease: Lease): Promise<void> {
  const database = deps.ports.database;
  const work = (signal = lease.signal) => attempt(deps, task, run, { ...lease, signal });
  try {
    if (run.plan?.locks.includes('database') && !('absent' in database))
      await database.exclusively(`bigshot run ${run.id}`, lease.signal, work);
    else await work();
  } catch (error) {
    if (!(error instanceof LeaseLost)) await interrupt(deps, run, `it could not go on: ${foreign(story(error))}`);
  }
}

async function attempt(deps: WorkerDeps, task: Task, run: Run, lease: Lease): Promise<void> {
  const end = run.aim === 'finish' ? await takeSteps(deps, task, run, lease) : 'finished';
  if (lease.signal.aborted && lease.signal.reason instanceof LeaseLost) throw lease.signal.reason;
  if (end === 'handed back') return;
  if (end !== 'finished') await turnBack(deps, run);
  const act = actFor(deps, task, run, AbortSignal.timeout(cleanUpLimitMs), () => {});
  try {
    await task.cleanUp?.(act, task.work.parse(run.plan?.work));
  } catch (error) {
    return interrupt(
      deps,
      run,
      `cleaning up failed: ${foreign(story(error))}${typeof end === 'object' && 'failed' in end ? `; before that: ${end.failed}` : ''}`,
    );
  }
  await finish(deps, task, run, end);
}

/** From here on finished steps may be taken back, so that nobody can resume over the ruins. */
async function turnBack(deps: WorkerDeps, run: Run): Promise<void> {
  const moved = await move(deps.store, run.id, ['running'], { aim: 'clean up' }, run.attempt);
  if (!moved) throw new LeaseLost('the run belongs to another worker by now');
}

async function takeSteps(deps: WorkerDeps, task: Task, run: Run, lease: Lease): Promise<End> {
  const done = finishedSteps(await entriesOfRun(deps.store, run.id), run.digest);
  const steps = stepsOf(task, run.plan?.work);
  for (const [index, step] of steps.entries()) {
    if (done.includes(step.id) && !step.again) continue;
    if (deps.stopping()) return handBack(deps, run);
    const failure = await takeStep(deps, task, run, { step, index, of: steps.length }, lease);
    if (failure) return failure;
  }
  return 'finished';
}

async function takeStep(
  deps: WorkerDeps,
  task: Task,
  run: Run,
  { step, index, of }: { readonly step: Step<unknown, PortName>; readonly index: number; readonly of: number },
  lease: Lease,
): Promise<End | undefined> {
  const place = { step: index + 1, of, does: step.does };
  const moved = await move(deps.store, run.id, ['running'], { progress: place }, run.attempt);
  if (!moved) throw new LeaseLost('the run belongs to another worker by now');
  const act = actFor(deps, task, run, lease.signal, (done, all, what) => lease.progress({ ...place, detail: `${what} ${done} of ${all}` }));
  const begun = performance.now();
  try {
    lease.signal.throwIfAborted();
    await step.act(act, task.work.parse(run.plan?.work));
  } catch (error) {
    if (lease.signal.reason instanceof LeaseLost) throw lease.signal.reason;
    if (lease.signal.reason instanceof Cancelled) return { cancelledBy: lease.signal.reason.by };
    deps.log.warn({ run: run.id, step: step.id, err: error }, 'step failed');
    return { failed: `step ${index + 1} of ${of} (${step.does}) failed: ${foreign(story(error))}` };
  }
  await deps.store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    if (!locked || locked.attempt !== run.attempt || locked.state !== 'running')
      throw new LeaseLost('the run belongs to another worker by now');
    await append(tx, {
      kind: 'step',
      environment: run.environment,
      run: run.id,
      body: { step: step.id, does: step.does, digest: run.digest, attempt: run.attempt, tookMs: Math.round(performance.now() - begun) },
    });
  });
  return undefined;
}

function actFor(deps: WorkerDeps, task: Task, run: Run, signal: AbortSignal, progress: Act<never>['progress']): Act<PortName> {
  return { ...portsFor(deps.ports, task.needs), now: deps.clock(), signal, runId: run.id, progress };
}

/** SIGTERM: the run goes back as it is, another worker goes on after the last finished step. */
async function handBack(deps: WorkerDeps, run: Run): Promise<End> {
  return deps.store.transaction(async (tx): Promise<End> => {
    const locked = await lockRun(tx, run.id);
    // Nobody can claim a run that is to be cancelled, so it is cancelled here and now.
    if (locked?.attempt === run.attempt && locked.cancelBy !== null) return { cancelledBy: locked.cancelBy };
    await move(tx, run.id, ['running'], { state: 'ready', progress: null, release: true }, run.attempt);
    return 'handed back';
  });
}

/** Looks at the effect in the world: what cannot be verified has not succeeded. */
export async function receipt(deps: WorkerDeps, task: Task, run: Run, aim = run.aim): Promise<readonly Finding[]> {
  try {
    const look = lookWith(deps.ports, task.needs, { now: deps.clock(), signal: AbortSignal.timeout(verifyLimitMs), runId: run.id });
    return await task.verify(look, task.work.parse(run.plan?.work), aim);
  } catch (error) {
    return [{ status: 'unknown', summary: `The effect could not be verified: ${foreign(story(error))}.` }];
  }
}

async function finish(deps: WorkerDeps, task: Task, run: Run, end: Exclude<End, 'handed back'>): Promise<void> {
  const begun = performance.now();
  const findings = await receipt(deps, task, run, end === 'finished' ? run.aim : 'clean up');
  const status = worst(findings);
  const { outcome, why } = judged(task, run, end, findings);
  await deps.store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    if (!locked || locked.attempt !== run.attempt || locked.state !== 'running') return;
    await putFindings(tx, run.id, { check: 'verify', status, findings, tookMs: performance.now() - begun });
    await move(tx, run.id, ['running'], { state: 'ended', outcome, why, progress: null, release: true }, run.attempt);
    await releaseLocks(tx, run.id);
    await appendSaid(tx, run, {
      kind: 'ended',
      body: { outcome, ...(why === null ? {} : { why }), receipt: findings.map(({ status: one, summary }) => ({ status: one, summary })) },
    });
  });
}

function judged(
  task: Task,
  run: Run,
  end: Exclude<End, 'handed back'>,
  findings: readonly Finding[],
): { readonly outcome: Outcome; readonly why: string | null } {
  if (end !== 'finished' && 'failed' in end) return { outcome: 'failed', why: end.failed };
  if (end !== 'finished') return { outcome: 'cancelled', why: null };
  const status = worst(findings);
  if (status !== 'critical' && status !== 'unknown') return { outcome: run.aim === 'clean up' ? 'abandoned' : 'succeeded', why: null };
  // Of a task that only reads, what it found is the result itself: nothing was done that could be verified.
  const found = task.risk === 'read' ? findings.find((finding) => finding.status === status)?.summary.replace(/\.$/, '') : undefined;
  return { outcome: 'failed', why: found ?? 'what was done could not be verified' };
}

/** The run stays with its locks and waits for a person; a worker settles it first. */
async function interrupt(deps: WorkerDeps, run: Run, why: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const moved = await move(tx, run.id, ['running'], { state: 'interrupted', why, release: true }, run.attempt);
    if (moved)
      await append(tx, {
        kind: 'interrupted',
        environment: run.environment,
        run: run.id,
        body: { why, step: moved.progress?.step ?? null },
      });
  });
}
