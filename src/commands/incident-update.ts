import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const incidentUpdate = defineCommand({
  id: 'incident update',
  usage: 'incident update <text> [--incident <number>]',
  why: 'Says how things stand: the headline shows it, and the thread.',
  words: ['...text'],
  options: z.object({ text: z.string().min(2, 'is a sentence').max(2000), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) => desk.incidents.say(incident, { is: 'update', text }, caller),
});
