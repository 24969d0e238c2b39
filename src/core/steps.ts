import type { PortName } from '../ports/index.ts';
import type { Entry } from './entry.ts';
import type { Step, Task } from './task.ts';

/** The steps that this work has, as the task's schema of it reads it. */
export function stepsOf(task: Task, work: unknown): readonly Step<unknown, PortName>[] {
  const known = task.work.parse(work);
  return task.steps.filter((step) => step.when?.(known) ?? true);
}

/** Ids of the steps of this very plan that the log knows as finished, in any attempt. */
export function finishedSteps(entries: readonly Entry[], digest: string | null): readonly string[] {
  return entries.filter(({ kind, body }) => kind === 'step' && body['digest'] === digest).map(({ body }) => String(body['step']));
}
