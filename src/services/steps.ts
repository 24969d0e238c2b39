import type { Answer } from '../core/answer.ts';
import type { Checklist } from '../core/checklist.ts';
import type { Caller } from '../core/command.ts';
import { isSchedule } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import type { OpenStep } from '../core/step.ts';
import { dateIn, instantIn } from '../lib/zone.ts';
import { append } from '../store/log.ts';
import { wantMessage } from '../store/messages.ts';
import { changeStep, closeStep, openStep, openSteps, stepById, toBeReminded, wasClosedLately } from '../store/steps.ts';
import type { Tx } from '../store/store.ts';
import type { Deps, WorkerDeps } from './deps.ts';
import { speaker } from './gatekeeper.ts';
import { refusalToLook } from './looking.ts';

/** What is due on a day is due when people go home. */
const dueHour = 18;
const leastMs = 3_600_000;
/** Nobody is reminded of the same step more often than once a day. */
const remindHours = 20;
/** Who runs a checklist once more on the same day has not undone what was done. */
const settledHours = 12;

/** The end of a working day, so many days from now; what comes in the evening has until the next one. */
export function dueIn(days: number, now: Date, zone: string): Date {
  const { year, month, day } = dateIn(zone, now);
  const endOf = (later: number): Date => instantIn(zone, { year, month, day: day + later, hour: dueHour, minute: 0, second: 0 });
  const soonest = now.getTime() + leastMs;
  return endOf(days).getTime() >= soonest ? endOf(days) : endOf(days + 1);
}

/** Opens what only people can do, when the run of a checklist ends; what is open already is carried over. */
export async function openStepsOf(tx: Tx, deps: Pick<Deps, 'settings' | 'clock'>, checklist: Checklist, run: Run): Promise<void> {
  for (const { id, title, days } of checklist.steps ?? []) {
    const about = { environment: run.environment, checklist: checklist.id, step: id };
    if (!isSchedule(run.by) && (await wasClosedLately(tx, about, settledHours))) continue;
    await openStep(tx, { ...about, title, run: run.id, dueAt: dueIn(days, deps.clock(), deps.settings.timezone), by: run.by });
  }
}

type Change =
  | { readonly is: 'done' | 'skipped'; readonly note?: string }
  | { readonly is: 'given'; readonly owner: string }
  | { readonly is: 'due'; readonly dueAt: Date };

/** Ticks a step off, leaves it out, or gives it to somebody: by whoever may look at its environment. */
export async function settleStep(deps: Deps, id: number, change: Change, caller: Caller): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    const step = await stepById(tx, id);
    if (!step) return { is: 'refused', why: `There is no step ${id}.`, next: 'step list' };
    const { environment } = step;
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment, does: `tick off steps of ${environment}` });
    if (refusal) return refusal;
    const changed = await changedStep(tx, step, change, caller.by);
    if (!changed) return { is: 'refused', why: `Step ${id} is ${step.state} already. Nothing was changed.`, next: 'step list' };
    await append(tx, {
      kind: change.is === 'due' ? 'step given' : `step ${change.is}`,
      key: `step:${caller.key}`,
      environment,
      by: caller.by,
      ...(step.run === null ? {} : { run: step.run }),
      body: { number: id, title: step.title, ...bodyOf(change) },
    });
    return { is: 'told', view: 'step', value: { step: changed } };
  }, 'somebody waits');
}

function changedStep(tx: Tx, { id }: OpenStep, change: Change, by: string): Promise<OpenStep | undefined> {
  if (change.is === 'given') return changeStep(tx, id, { owner: change.owner });
  if (change.is === 'due') return changeStep(tx, id, { dueAt: change.dueAt });
  return closeStep(tx, id, { state: change.is, by, ...(change.note === undefined ? {} : { note: change.note }) });
}

function bodyOf(change: Change): Readonly<Record<string, unknown>> {
  if (change.is === 'given') return { owner: change.owner };
  if (change.is === 'due') return { due: change.dueAt.toISOString() };
  return change.note === undefined ? {} : { note: change.note };
}

/** A step of somebody's own, such as what is to be done after an incident. */
export function addStep(
  deps: Deps,
  step: { readonly title: string; readonly environment: string; readonly owner?: string; readonly dueAt?: Date },
  caller: Caller,
): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    await speaker(tx, caller.by, deps.clock());
    const { title, environment, owner = caller.by, dueAt = dueIn(1, deps.clock(), deps.settings.timezone) } = step;
    const opened = await openStep(tx, { environment, title, owner, dueAt, by: caller.by });
    const body = { number: opened.id, title, owner, due: dueAt.toISOString() };
    await append(tx, { kind: 'step opened', key: `step:${caller.key}`, environment, by: caller.by, body });
    return { is: 'told', view: 'step', value: { step: opened } };
  }, 'somebody waits');
}

export async function stepList(deps: Deps, about: Parameters<typeof openSteps>[1]): Promise<Answer> {
  return { is: 'told', view: 'steps', value: { steps: await openSteps(deps.store, about), now: deps.clock() } };
}

/** One message for all that is due and open; it names the owners, so they are told. */
export async function remindOfSteps(deps: WorkerDeps, channel: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock();
    const due = await toBeReminded(tx, deps.environment, now, remindHours);
    if (due.length === 0) return;
    const steps = due.map(({ id, title, owner, dueAt }) => ({ number: id, title, owner, due: dueAt.toISOString() }));
    const seq = await append(tx, { kind: 'step reminded', environment: deps.environment, body: { steps } });
    if (seq !== undefined) await wantMessage(tx, { key: `reminder-${seq}`, subject: 'log', subjectId: seq, view: 'reminder', channel });
  });
}
