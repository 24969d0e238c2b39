import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbActivity = defineCommand({
  id: 'db activity',
  usage: 'db activity [--env <name>] [--public]',
  why: 'Shows what is written to which table, a day.',
  words: [],
  options: z.object(lookOptions),
  subject: 'table-activity',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'table-activity', options, caller),
});
