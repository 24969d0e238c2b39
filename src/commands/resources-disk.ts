import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const resourcesDisk = defineCommand({
  id: 'resources disk',
  usage: 'resources disk [--env <name>] [--public]',
  why: 'Shows how full the disks are, and when they will be full.',
  words: [],
  options: z.object(lookOptions),
  subject: 'disk-space',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'disk-space', options, caller),
});
