import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { askForReport, reportOptions } from './report-whole.ts';

export const reportMonth = defineCommand({
  id: 'report month',
  usage: 'report month [--back <months>] [--env <name>]',
  why: 'Puts what a month has brought into numbers and pictures, against the month before, with files to take along.',
  words: [],
  options: z.object(reportOptions('months')),
  subject: 'report-month',
  answer: (desk: Desk, options, caller) => askForReport(desk, 'report-month', options, caller),
});
