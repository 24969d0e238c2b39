import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const show = defineCommand({
  id: 'show',
  usage: 'show <run>',
  why: 'Shows a run and its timeline.',
  words: ['run'],
  options: z.object({ run: z.coerce.number('is a number, as in `show 482`').int().positive() }),
  answer: (desk: Desk, { run }) => desk.show(run),
});
