import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const abandon = defineCommand({
  id: 'abandon',
  usage: 'abandon <run>',
  why: 'Gives up an interrupted run and cleans up.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }, caller) => desk.takeUp(run, 'clean up', caller),
});
