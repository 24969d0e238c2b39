import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const undo = defineCommand({
  id: 'undo',
  usage: 'undo <run>',
  why: 'Asks for the way back of a run; it has its own plan and approval.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }, caller) => desk.undo(run, caller),
});
