import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { StepNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepSkip = defineCommand({
  id: 'step skip',
  usage: 'step skip <step> <reason>',
  why: 'Leaves out what was to be done by hand; the log keeps the reason.',
  words: ['step', '...reason'],
  options: z.object({ step: StepNumber, reason: z.string().min(3, 'is a reason in a few words').max(1000) }),
  answer: (desk: Desk, { step, reason }, caller) => desk.steps.settle(step, { is: 'skipped', note: reason }, caller),
});
