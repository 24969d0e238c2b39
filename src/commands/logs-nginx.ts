import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const logsNginx = defineCommand({
  id: 'logs nginx',
  usage: 'logs nginx [--since <time>] [--env <name>] [--public]',
  why: 'Shows which share of the requests failed, and which paths; of the last 24 h unless told.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'nginx-errors',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'nginx-errors', options, caller),
});
