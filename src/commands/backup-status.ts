import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const backupStatus = defineCommand({
  id: 'backup status',
  usage: 'backup status [--env <name>] [--public]',
  why: 'Shows how old the newest verified backup is.',
  words: [],
  options: z.object(lookOptions),
  subject: 'backup-freshness',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'backup-freshness', options, caller),
});
