import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const cancel = defineCommand({
  id: 'cancel',
  usage: 'cancel <run>',
  why: 'Stops a run: at once before it starts, at the next safe point while it runs.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }, caller) => desk.cancel(run, caller),
});
