import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const securityUsers = defineCommand({
  id: 'security users',
  usage: 'security users [--env <name>] [--public]',
  why: 'Shows the users of the platform: who is new, who was long not seen, who has the default password.',
  words: [],
  options: z.object(lookOptions),
  subject: 'user-review',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'user-review', options, caller),
});
