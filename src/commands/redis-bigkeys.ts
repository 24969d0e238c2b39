import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const redisBigkeys = defineCommand({
  id: 'redis bigkeys',
  usage: 'redis bigkeys [--env <name>] [--public]',
  why: 'Shows the largest keys, found without stopping Redis.',
  words: [],
  options: z.object(lookOptions),
  subject: 'redis-big-keys',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'redis-big-keys', options, caller),
});
