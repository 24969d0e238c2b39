import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookAtCheck, lookOptions } from './look.ts';

export const securityScan = defineCommand({
  id: 'security scan',
  usage: 'security scan [--env <name>] [--public]',
  why: 'Scans the images of the platform for known weaknesses, where a scanner is set up.',
  words: [],
  options: z.object(lookOptions),
  subject: 'image-scan',
  answer: (desk: Desk, options, caller) => lookAtCheck(desk, 'image-scan', options, caller),
});
