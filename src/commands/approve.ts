import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { PlanBeginning, RunNumber } from '../core/names.ts';

export const approve = defineCommand({
  id: 'approve',
  usage: 'approve <run> <plan>',
  why: 'Approves exactly the plan that you read.',
  words: ['run', 'plan'],
  options: z.object({
    run: RunNumber,
    plan: PlanBeginning,
  }),
  isVote: true,
  answer: (desk: Desk, { run, plan }, caller) => desk.vote({ run, plan, says: 'approve' }, caller),
});
