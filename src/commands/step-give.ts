import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { Mention, StepNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepGive = defineCommand({
  id: 'step give',
  usage: 'step give <step> <@person>',
  why: 'Gives a step to somebody: reminders name them.',
  words: ['step', 'person'],
  options: z.object({ step: StepNumber, person: Mention }),
  answer: (desk: Desk, { step, person }, caller) => desk.steps.settle(step, { is: 'given', owner: person }, caller),
});
