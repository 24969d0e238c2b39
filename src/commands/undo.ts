import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const undo = defineCommand({
  id: 'undo',
  usage: 'undo <run>',
  why: 'Asks for the way back of a run; it has its own plan and approval.',
  words: ['run'],
  options: z.object({ run: z.coerce.number('is a number, as in `show 482`').int().positive() }),
  answer: (desk: Desk, { run }, caller) => desk.undo(run, caller),
});
