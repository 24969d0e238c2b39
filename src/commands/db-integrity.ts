import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbIntegrity = defineCommand({
  id: 'db integrity',
  usage: 'db integrity [--env <name>] [--public]',
  why: 'Looks for damage: pages that failed their checksum, and indexes that are not in order.',
  words: [],
  options: z.object(lookOptions),
  subject: 'database-integrity',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'database-integrity', options, caller),
});
