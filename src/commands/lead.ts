import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import { IncidentNumber, Mention } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const lead = defineCommand({
  id: 'lead',
  usage: 'lead [<@person>] [--incident <number>]',
  why: 'Gives the lead of the incident to somebody, or to you; in its thread, mention me with it.',
  words: ['person'],
  options: z.object({ person: Mention.optional(), incident: IncidentNumber.optional() }),
  answer: (desk: Desk, { person, incident }, caller) => desk.incidents.say(incident, { is: 'lead', person: person ?? caller.by }, caller),
});
