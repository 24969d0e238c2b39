import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbSize = defineCommand({
  id: 'db size',
  usage: 'db size [--env <name>] [--public]',
  why: 'Shows how large the database and its tables are, and how fast they grow.',
  words: [],
  options: z.object(lookOptions),
  subject: 'table-sizes',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'table-sizes', options, caller),
});
