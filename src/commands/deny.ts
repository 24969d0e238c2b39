import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { PlanBeginning, RunNumber } from '../core/names.ts';

export const deny = defineCommand({
  id: 'deny',
  usage: 'deny <run> <plan>',
  why: 'Denies a plan; it ends at once.',
  words: ['run', 'plan'],
  options: z.object({
    run: RunNumber,
    plan: PlanBeginning,
  }),
  isVote: true,
  answer: (desk: Desk, { run, plan }, caller) => desk.vote({ run, plan, says: 'deny' }, caller),
});
