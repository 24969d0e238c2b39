import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { askForReport } from './report-whole.ts';

export const reportBackups = defineCommand({
  id: 'report backups',
  usage: 'report backups [--env <name>]',
  why: 'Shows what could be lost and how long bringing it back takes, as measured, with files to take along.',
  words: [],
  options: z.object({ env: z.string().optional() }),
  subject: 'report-backups',
  answer: (desk: Desk, options, caller) => askForReport(desk, 'report-backups', options, caller),
});
