import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbTop = defineCommand({
  id: 'db top',
  usage: 'db top [<count>] [--env <name>] [--public]',
  why: 'Shows the queries that cost the most in all; 10 unless told, 20 at most.',
  words: ['count'],
  options: z.object({ count: z.coerce.number('is a number from 1 to 20').int().min(1).max(20).optional(), ...lookOptions }),
  subject: 'top-queries',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'top-queries', options, caller),
});
