import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const incidentResolve = defineCommand({
  id: 'incident resolve',
  usage: 'incident resolve [<what it was>] [--incident <number>]',
  why: 'Ends the incident; its timeline is posted into the thread.',
  words: ['...text'],
  options: z.object({ text: z.string().max(2000).optional(), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) =>
    desk.incidents.say(incident, { is: 'resolved', ...(text === undefined ? {} : { text }) }, caller),
});
