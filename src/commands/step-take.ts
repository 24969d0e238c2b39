import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { StepNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepTake = defineCommand({
  id: 'step take',
  usage: 'step take <step>',
  why: 'Makes you the owner of a step: reminders name you.',
  words: ['step'],
  options: z.object({ step: StepNumber }),
  answer: (desk: Desk, { step }, caller) => desk.steps.settle(step, { is: 'given', owner: caller.by }, caller),
});
