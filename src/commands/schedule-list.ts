import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const scheduleList = defineCommand({
  id: 'schedule list',
  usage: 'schedule list',
  why: 'Shows which checklists and backups come by themselves, and when next.',
  procedures: ['S2'],
  words: [],
  options: z.object({}),
  answer: (desk: Desk) => Promise.resolve(desk.schedules()),
});
