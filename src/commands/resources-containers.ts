import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resourcesContainers = defineCommand({
  id: 'resources containers',
  usage: 'resources containers [--env <name>] [--public]',
  why: 'Shows memory and processor of each container.',
  words: [],
  options: z.object(lookOptions),
  subject: 'container-stats',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'container-stats', options, caller),
});
