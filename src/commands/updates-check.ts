import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const updatesCheck = defineCommand({
  id: 'updates check',
  usage: 'updates check [--env <name>] [--public]',
  why: 'Shows which updates are pending, those of security apart: system, engine, Python, Node.',
  words: [],
  options: z.object(lookOptions),
  subject: 'updates',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'updates', options, caller),
});
