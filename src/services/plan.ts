import { addMinutes } from 'date-fns/addMinutes';
import { planDigest } from '../core/digest.ts';
import { isSchedule } from '../core/gate.ts';
import { Absent, story } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { isReadable } from '../core/readable.ts';
import type { Outcome, Run, StoredPlan } from '../core/run.ts';
import { StoredPlan as StoredPlanSchema } from '../core/run.ts';
import { stepsOf } from '../core/steps.ts';
import type { Task } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import { append } from '../store/log.ts';
import { wantMessage } from '../store/messages.ts';
import { lockRun, move } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import { announce } from './deps.ts';
import { policyOf, verdictOn } from './gatekeeper.ts';
import { LeaseLost } from './lease.ts';
import type { Lease } from './lease.ts';
import { lookWith } from './look.ts';
import type { WorkerDeps } from './deps.ts';

const planningLimitMs = 10 * 60 * 1000;
const tooLong = 'Its plan has more than fits into one message. What nobody can read whole is not offered for approval.';

type Planned = { readonly is: 'plan'; readonly plan: StoredPlan } | { readonly is: 'end'; readonly outcome: Outcome; readonly why: string };

/** requested → waiting, ready or ended: the plan and its digest are stored in the transaction in which the gate is asked. */
export async function planRun(deps: WorkerDeps, run: Run, lease: Lease): Promise<void> {
  const task = deps.definitions.tasks.get(run.subject);
  const planned: Planned = task
    ? await think(deps, task, run, lease)
    : { is: 'end', outcome: 'failed', why: `There is no task named ${run.subject} in this version.` };
  if (lease.signal.aborted && lease.signal.reason instanceof LeaseLost) return;
  const moved = await deps.store.transaction((tx) =>
    planned.is === 'plan' && task ? keep(tx, deps, run, task, planned.plan) : end(tx, run, planned),
  );
  if (moved?.state === 'ready') announce(deps, moved);
}

async function think(deps: WorkerDeps, task: Task, run: Run, lease: Lease): Promise<Planned> {
  try {
    const signal = AbortSignal.any([lease.signal, AbortSignal.timeout(planningLimitMs)]);
    const look = lookWith(deps.ports, task.needs, { now: deps.clock(), signal, runId: run.id });
    const answer = await task.plan(look, task.input.parse(run.input));
    if (answer.is !== 'plan') return { is: 'end', outcome: answer.is === 'impossible' ? 'refused' : 'nothing to do', why: answer.why };
    const { is: _, ...made } = answer;
    const steps = stepsOf(task, made.work).map(({ id, does }) => ({ id, does }));
    const plan = { ...made, steps, locks: task.locks(task.work.parse(made.work)), planned: run.attempt };
    // Through JSON and back before it is hashed: what the store keeps is what was approved.
    const stored = StoredPlanSchema.parse(JSON.parse(jsonText(plan)));
    return isReadable(stored) ? { is: 'plan', plan: stored } : { is: 'end', outcome: 'refused', why: tooLong };
  } catch (error) {
    if (error instanceof Absent) return { is: 'end', outcome: 'skipped', why: foreign(error.message) };
    deps.log.warn({ run: run.id, err: error }, 'run could not be planned');
    return { is: 'end', outcome: 'failed', why: `It could not be planned: ${foreign(story(error))}.` };
  }
}

async function keep(tx: Tx, deps: WorkerDeps, run: Run, task: Task, plan: StoredPlan): Promise<Run | undefined> {
  const locked = await lockRun(tx, run.id);
  if (!locked || locked.attempt !== run.attempt || locked.state !== 'requested') return undefined;
  const policy = policyOf(deps, task, run.environment);
  const digest = planDigest({ run, title: task.title, plan, policy });
  const validUntil = addMinutes(deps.clock(), policy.validMinutes);
  const verdict = await verdictOn(tx, deps, { ...locked, plan, digest, validUntil }, policy);
  if (verdict.is === 'no') return end(tx, run, { is: 'end', outcome: 'refused', why: 'Whoever asked for it may not ask for it any more.' });
  const votesNeeded = verdict.is === 'ask';
  const moved = await move(
    tx,
    run.id,
    ['requested'],
    {
      state: votesNeeded ? 'waiting' : 'ready',
      plan,
      digest,
      validUntil: votesNeeded ? validUntil : null,
      held: null,
      why: null,
      release: true,
    },
    run.attempt,
  );
  await wantMessage(tx, {
    key: `plan-${run.id}-${digest.slice(0, 16)}`,
    subject: 'run',
    subjectId: run.id,
    view: 'task',
    channel: run.channel ?? '',
    ...(run.thread === null ? {} : { thread: run.thread }),
    ...(run.replyUrl === null ? {} : { replyUrl: run.replyUrl }),
  });
  await append(tx, {
    kind: 'planned',
    environment: run.environment,
    run: run.id,
    body: { digest, summary: plan.summary, facts: plan.facts, impact: plan.impact },
  });
  return moved;
}

/** Ends without a plan; the asker is told alone, a schedule's channel is told openly. */
async function end(tx: Tx, run: Run, how: Planned): Promise<undefined> {
  if (how.is !== 'end') return undefined;
  const moved = await move(tx, run.id, ['requested'], { state: 'ended', outcome: how.outcome, why: how.why, release: true }, run.attempt);
  if (!moved) return undefined;
  const person = isSchedule(run.by) ? {} : { onlyFor: run.by };
  await wantMessage(tx, {
    key: `end-${run.id}`,
    subject: 'run',
    subjectId: run.id,
    view: 'refusal',
    channel: run.channel ?? '',
    ...person,
    ...(run.thread === null ? {} : { thread: run.thread }),
    ...(run.replyUrl === null ? {} : { replyUrl: run.replyUrl }),
  });
  await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome: how.outcome, why: how.why } });
  return undefined;
}
