import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const certsCheck = defineCommand({
  id: 'certs check',
  usage: 'certs check [--env <name>] [--public]',
  why: 'Shows how long the certificates are still good, on file and as they are served.',
  words: [],
  options: z.object(lookOptions),
  subject: 'certificates',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'certificates', options, caller),
});
