import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const cancel = defineCommand({
  id: 'cancel',
  usage: 'cancel <run>',
  why: 'Stops a run: at once before it starts, at the next safe point while it runs.',
  words: ['run'],
  options: z.object({ run: z.coerce.number('is a number, as in `show 482`').int().positive() }),
  answer: (desk: Desk, { run }, caller) => desk.cancel(run, caller),
});
