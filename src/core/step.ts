import { z } from 'zod';

/** Something in a checklist that only a person can do. */
export interface ManualStep {
  readonly id: string;
  /** What is to be done, in a sentence without its point. */
  readonly title: string;
  /** Rows of the maintenance guide. */
  readonly procedures: readonly string[];
  /** Days until it is due, counted from when its checklist comes. */
  readonly days: number;
}

/** Such a step as it stands: open, or ticked off, or left out for a reason. */
export const OpenStep = z.object({
  id: z.number(),
  environment: z.string(),
  checklist: z.string().nullable(),
  step: z.string().nullable(),
  title: z.string(),
  run: z.number().nullable(),
  state: z.enum(['open', 'done', 'skipped']),
  owner: z.string().nullable(),
  note: z.string().nullable(),
  dueAt: z.date(),
  openedAt: z.date(),
  carried: z.number(),
  closedBy: z.string().nullable(),
});
export type OpenStep = z.infer<typeof OpenStep>;
