import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbLocks = defineCommand({
  id: 'db locks',
  usage: 'db locks [--env <name>] [--public]',
  why: 'Shows which tables somebody keeps from others.',
  words: [],
  options: z.object(lookOptions),
  subject: 'database-locks',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'database-locks', options, caller),
});
