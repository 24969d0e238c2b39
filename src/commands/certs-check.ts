import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const certsCheck = defineCommand({
  id: 'certs check',
  usage: 'certs check [--env <name>] [--public]',
  why: 'Shows how long the certificates are still good.',
  words: [],
  options: z.object(lookOptions),
  subject: 'certificate',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'certificate', options, caller),
});
