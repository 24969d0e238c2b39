import type { Check } from './check.ts';
import type { Checklist, ScheduledTask } from './checklist.ts';
import type { Task } from './task.ts';

/** Everything that can be run, by id. */
export interface Definitions {
  readonly checks: ReadonlyMap<string, Check>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly checklists: ReadonlyMap<string, Checklist>;
  readonly scheduledTasks: ReadonlyMap<string, ScheduledTask>;
}

/** A thing that a run can be of. */
export type Subject = Check | Checklist | Task;

export function subjectNamed(definitions: Definitions, id: string): Subject | undefined {
  return definitions.tasks.get(id) ?? definitions.checklists.get(id) ?? definitions.checks.get(id);
}

/** The checks that a run of this check or checklist makes. */
export function checksOf(subject: Check | Checklist): readonly Check[] {
  return subject.kind === 'check' ? [subject] : subject.items;
}
