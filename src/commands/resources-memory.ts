import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resourcesMemory = defineCommand({
  id: 'resources memory',
  usage: 'resources memory [--env <name>] [--public]',
  why: 'Shows memory and swap of the host.',
  words: [],
  options: z.object(lookOptions),
  subject: 'memory',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'memory', options, caller),
});
