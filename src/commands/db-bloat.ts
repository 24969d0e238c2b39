import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const dbBloat = defineCommand({
  id: 'db bloat',
  usage: 'db bloat [--env <name>] [--public]',
  why: 'Shows which tables are full of dead rows.',
  words: [],
  options: z.object(lookOptions),
  subject: 'dead-rows',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'dead-rows', options, caller),
});
