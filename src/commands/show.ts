import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const show = defineCommand({
  id: 'show',
  usage: 'show <run>',
  why: 'Shows a run and its timeline.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }) => desk.show(run),
});
