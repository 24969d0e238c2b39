import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { RunNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const reportFile = defineCommand({
  id: 'report file',
  usage: 'report file <run>',
  why: 'Puts what a check or checklist has found into its thread, as a Markdown and a CSV file.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }, caller) => desk.files(run, caller),
});
