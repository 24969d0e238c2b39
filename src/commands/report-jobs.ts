import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const reportJobs = defineCommand({
  id: 'report jobs',
  usage: 'report jobs [--back <months>] [--env <name>] [--public]',
  why: 'Shows how many jobs of a month succeeded, and how long they took.',
  words: [],
  options: z.object({
    back: z.coerce.number('is a number of months from 0 to 24').int().min(0).max(24).optional(),
    ...lookOptions,
  }),
  subject: 'job-statistics',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'job-statistics', options, caller),
});
