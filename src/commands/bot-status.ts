import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const botStatus = defineCommand({
  id: 'bot status',
  usage: 'bot status [--env <name>] [--public]',
  why: 'Shows how I stand myself: processes, store, runs that wait, messages that Slack does not show.',
  words: [],
  options: z.object(lookOptions),
  subject: 'bot-health',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'bot-health', options, caller),
});
