import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const logsReview = defineCommand({
  id: 'logs review',
  usage: 'logs review [--since <time>] [--env <name>] [--public]',
  why: 'Reads all logs at once: application, web server, database, logins.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'logs',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'logs', options, caller),
});
