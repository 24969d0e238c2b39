import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { StepNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepDone = defineCommand({
  id: 'step done',
  usage: 'step done <step> [<note>]',
  why: 'Ticks off what was done by hand, with what came of it; the log keeps it.',
  words: ['step', '...note'],
  options: z.object({ step: StepNumber, note: z.string().max(1000).optional() }),
  answer: (desk: Desk, { step, note }, caller) => desk.steps.settle(step, { is: 'done', ...(note === undefined ? {} : { note }) }, caller),
});
