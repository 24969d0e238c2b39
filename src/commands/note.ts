import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const note = defineCommand({
  id: 'note',
  usage: 'note <text> [--incident <number>]',
  why: 'Puts a sentence into the timeline of the incident; in its thread, mention me with it.',
  words: ['...text'],
  options: z.object({ text: z.string().min(2, 'is a sentence').max(2000), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) => desk.incidents.say(incident, { is: 'note', text }, caller),
});
