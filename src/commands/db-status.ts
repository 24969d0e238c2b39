import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbStatus = defineCommand({
  id: 'db status',
  usage: 'db status [--env <name>] [--public]',
  why: 'Shows how the database answers, and how many connections are in use.',
  words: [],
  options: z.object(lookOptions),
  subject: 'database',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'database', options, caller),
});
