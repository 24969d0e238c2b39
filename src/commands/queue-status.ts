import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const queueStatus = defineCommand({
  id: 'queue status',
  usage: 'queue status [--env <name>] [--public]',
  why: 'Shows what waits in the queues, and whether the workers answer.',
  words: [],
  options: z.object(lookOptions),
  subject: 'queue',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'queue', options, caller),
});
