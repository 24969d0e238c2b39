import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbSessions = defineCommand({
  id: 'db sessions',
  usage: 'db sessions [--env <name>] [--public]',
  why: 'Shows who is at work in the database, and who waits for whom.',
  words: [],
  options: z.object(lookOptions),
  subject: 'database-sessions',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'database-sessions', options, caller),
});
