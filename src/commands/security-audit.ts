import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const securityAudit = defineCommand({
  id: 'security audit',
  usage: 'security audit [--since <time>] [--env <name>] [--public]',
  why: 'Shows what the audit log of the platform says; of the last 24 h unless told.',
  words: [],
  options: z.object({ since: z.string().max(60).optional(), ...lookOptions }),
  subject: 'audit-log',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'audit-log', options, caller),
});
