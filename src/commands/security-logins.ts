import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const securityLogins = defineCommand({
  id: 'security logins',
  usage: 'security logins [--since <time>] [--env <name>] [--public]',
  why: 'Shows who logged in, who failed to, from where, and who may be guessing; of the last 24 h unless told.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'logins',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'logins', options, caller),
});
