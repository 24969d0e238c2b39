import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const approve = defineCommand({
  id: 'approve',
  usage: 'approve <run> <plan>',
  why: 'Approves exactly the plan that you read.',
  words: ['run', 'plan'],
  options: z.object({
    run: z.coerce.number('is a number, as in `show 482`').int().positive(),
    plan: z.string().regex(/^[0-9a-f]{4,64}$/i, 'is the 4 characters behind the word plan in the message'),
  }),
  isVote: true,
  answer: (desk: Desk, { run, plan }, caller) => desk.vote({ run, plan, says: 'approve' }, caller),
});
