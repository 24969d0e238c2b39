import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const resolve = defineCommand({
  id: 'resolve',
  usage: 'resolve [<what it was>] [--incident <number>]',
  why: 'Ends the incident; in its thread, mention me with it.',
  words: ['...text'],
  options: z.object({ text: z.string().max(2000).optional(), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) =>
    desk.incidents.say(incident, { is: 'resolved', ...(text === undefined ? {} : { text }) }, caller),
});
