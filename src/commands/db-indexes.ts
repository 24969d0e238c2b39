import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbIndexes = defineCommand({
  id: 'db indexes',
  usage: 'db indexes [--env <name>] [--public]',
  why: 'Shows which indexes are used, which are broken, and which another one covers.',
  words: [],
  options: z.object(lookOptions),
  subject: 'index-usage',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'index-usage', options, caller),
});
