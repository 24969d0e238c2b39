import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const logsDatabase = defineCommand({
  id: 'logs database',
  usage: 'logs database [--since <time>] [--env <name>] [--public]',
  why: 'Shows what the database complained of; of the last 24 h unless told.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'database-log',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'database-log', options, caller),
});
