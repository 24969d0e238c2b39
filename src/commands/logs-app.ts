import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const logsApp = defineCommand({
  id: 'logs app',
  usage: 'logs app [--since <time>] [--level error|warning] [--env <name>] [--public]',
  why: 'Shows the errors of the application by kind, and its warnings where they are wanted; of the last 24 h unless told.',
  words: [],
  options: z.object({
    since: z.string().max(60).optional(),
    level: z.enum(['error', 'warning'], 'is `error` or `warning`').optional(),
    ...lookOptions,
  }),
  subject: 'app-log-errors',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'app-log-errors', options, caller),
});
