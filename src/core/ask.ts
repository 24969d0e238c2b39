import type { Task } from './task.ts';

/** A wish for a task with its input: what remedies, checklist items and undo have in common. */
export interface Ask {
  readonly kind: 'ask';
  readonly task: string;
  readonly input: unknown;
}

/** Makes an ask whose input has the type of the task. */
export function ask<Input>(task: Pick<Task<Input>, 'id'> & { readonly input: Task<Input>['input'] }, input: NoInfer<Input>): Ask {
  return { kind: 'ask', task: task.id, input };
}
