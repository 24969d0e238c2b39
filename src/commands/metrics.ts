import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const metrics = defineCommand({
  id: 'metrics',
  usage: 'metrics [--env <name>] [--public]',
  why: 'Shows what the platform says of itself.',
  words: [],
  options: z.object(lookOptions),
  subject: 'platform-metrics',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'platform-metrics', options, caller),
});
