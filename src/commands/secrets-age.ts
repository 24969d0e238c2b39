import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const secretsAge = defineCommand({
  id: 'secrets age',
  usage: 'secrets age [--env <name>] [--public]',
  why: 'Shows how old the files with secrets are, and who may read them; what is in them is never read.',
  words: [],
  options: z.object(lookOptions),
  subject: 'secret-age',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'secret-age', options, caller),
});
