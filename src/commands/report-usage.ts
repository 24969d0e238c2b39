import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const reportUsage = defineCommand({
  id: 'report usage',
  usage: 'report usage [--back <months>] [--env <name>] [--public]',
  why: 'Shows how much the platform was used in a month, against the one before.',
  words: [],
  options: z.object({
    back: z.coerce.number('is a number of months from 0 to 24').int().min(0).max(24).optional(),
    ...lookOptions,
  }),
  subject: 'usage',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'usage', options, caller),
});
