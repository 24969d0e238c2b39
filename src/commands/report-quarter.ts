import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { askForReport, reportOptions } from './report-whole.ts';

export const reportQuarter = defineCommand({
  id: 'report quarter',
  usage: 'report quarter [--back <quarters>] [--env <name>]',
  why: 'Puts performance and growth of a quarter beside the quarter before, with pictures and files to take along.',
  words: [],
  options: z.object(reportOptions('quarters')),
  subject: 'report-quarter',
  answer: (desk: Desk, options, caller) => askForReport(desk, 'report-quarter', options, caller),
});
