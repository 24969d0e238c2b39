import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resources = defineCommand({
  id: 'resources',
  usage: 'resources [--env <name>] [--public]',
  why: 'Shows disks, memory, load and containers.',
  words: [],
  options: z.object(lookOptions),
  subject: 'resources',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'resources', options, caller),
});
