import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resourcesLoad = defineCommand({
  id: 'resources load',
  usage: 'resources load [--env <name>] [--public]',
  why: 'Shows the load of the host, by its cores.',
  words: [],
  options: z.object(lookOptions),
  subject: 'load',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'load', options, caller),
});
