import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resourcesCpu = defineCommand({
  id: 'resources cpu',
  usage: 'resources cpu [--env <name>] [--public]',
  why: 'Shows how busy the processor is, over a second.',
  words: [],
  options: z.object(lookOptions),
  subject: 'cpu',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'cpu', options, caller),
});
