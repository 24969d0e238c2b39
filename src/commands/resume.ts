import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const resume = defineCommand({
  id: 'resume',
  usage: 'resume <run>',
  why: 'Takes up an interrupted run after its last finished step.',
  words: ['run'],
  options: z.object({ run: RunNumber }),
  answer: (desk: Desk, { run }, caller) => desk.takeUp(run, 'finish', caller),
});
