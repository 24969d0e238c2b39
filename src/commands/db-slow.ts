import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbSlow = defineCommand({
  id: 'db slow',
  usage: 'db slow [<ms>] [--env <name>] [--public]',
  why: 'Shows the queries that take long on average; above 100 ms unless told.',
  words: ['ms'],
  options: z.object({
    ms: z.coerce.number('is a number of milliseconds, as in `db slow 50`').min(0).max(3_600_000).optional(),
    ...lookOptions,
  }),
  subject: 'slow-queries',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'slow-queries', options, caller),
});
