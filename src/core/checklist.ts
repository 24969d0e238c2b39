import type { Ask } from './ask.ts';
import type { Check } from './check.ts';

/** A list of checks and tasks under one title, asked for by its id or by its schedule. */
export interface Checklist {
  readonly kind: 'checklist';
  readonly id: string;
  readonly title: string;
  /** Default schedule in cron form; the configuration may change it. */
  readonly cron?: string;
  readonly items: readonly Check[];
}

/** A schedule that asks for a task instead of checks (`backup-nightly`). */
export interface ScheduledTask {
  readonly kind: 'scheduled task';
  readonly id: string;
  readonly title: string;
  readonly cron: string;
  readonly asks: Ask;
}

export function defineChecklist(checklist: Omit<Checklist, 'kind'>): Checklist {
  return { kind: 'checklist', ...checklist };
}

export function defineScheduledTask(task: Omit<ScheduledTask, 'kind'>): ScheduledTask {
  return { kind: 'scheduled task', ...task };
}
