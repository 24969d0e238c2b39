import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import { incidentKinds } from '../core/incident.ts';
import type { Desk } from '../services/desk.ts';

export const incidentOpen = defineCommand({
  id: 'incident open',
  usage: 'incident open system|security|data-loss <what happened> [--env <name>]',
  why: 'Declares an incident of a kind; each has an emergency checklist of its own.',
  procedures: ['S106'],
  words: ['kind', '...title'],
  options: z.object({
    kind: z.enum(incidentKinds, `is one of ${incidentKinds.join(', ')}`),
    title: z.string().min(3, 'says in a few words what happened').max(300),
    env: z.string().optional(),
  }),
  async answer(desk: Desk, { kind, title, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.incidents.open({ environment: environment.name, kind, title }, caller);
  },
});
