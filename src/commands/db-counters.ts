import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbCounters = defineCommand({
  id: 'db counters',
  usage: 'db counters [--env <name>] [--public]',
  why: 'Shows hit rate, deadlocks, and how far the transaction ids have run.',
  words: [],
  options: z.object(lookOptions),
  subject: 'database-counters',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'database-counters', options, caller),
});
