import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const resume = defineCommand({
  id: 'resume',
  usage: 'resume <run>',
  why: 'Takes up an interrupted run after its last finished step.',
  words: ['run'],
  options: z.object({ run: z.coerce.number('is a number, as in `show 482`').int().positive() }),
  answer: (desk: Desk, { run }, caller) => desk.takeUp(run, 'finish', caller),
});
