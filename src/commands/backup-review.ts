import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const backupReview = defineCommand({
  id: 'backup review',
  usage: 'backup review [--env <name>] [--public]',
  why: 'Shows how much could be lost at worst and how long a restore takes, as measured.',
  words: [],
  options: z.object(lookOptions),
  subject: 'backup-review',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'backup-review', options, caller),
});
