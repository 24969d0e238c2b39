import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const incidentNote = defineCommand({
  id: 'incident note',
  usage: 'incident note <text> [--incident <number>]',
  why: 'Puts a sentence into the timeline of the incident whose thread this is, or of the only open one.',
  words: ['...text'],
  options: z.object({ text: z.string().min(2, 'is a sentence').max(2000), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) => desk.incidents.say(incident, { is: 'note', text }, caller),
});
