import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const incidentMitigated = defineCommand({
  id: 'incident mitigated',
  usage: 'incident mitigated [<how>] [--incident <number>]',
  why: 'Says that the worst is over and the cause is not yet.',
  words: ['...text'],
  options: z.object({ text: z.string().max(2000).optional(), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { text, incident }, caller) =>
    desk.incidents.say(incident, { is: 'mitigated', ...(text === undefined ? {} : { text }) }, caller),
});
