import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const redisStatus = defineCommand({
  id: 'redis status',
  usage: 'redis status [--env <name>] [--public]',
  why: 'Shows memory, persistence, hit rate and eviction policy of Redis.',
  words: [],
  options: z.object(lookOptions),
  subject: 'redis-status',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'redis-status', options, caller),
});
