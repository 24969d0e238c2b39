import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const securitySuspicious = defineCommand({
  id: 'security suspicious',
  usage: 'security suspicious [--since <time>] [--env <name>] [--public]',
  why: 'Shows who got in after many refused logins, who tries many names, and who looks for holes; of the last 24 h unless told.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'suspicious',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'suspicious', options, caller),
});
