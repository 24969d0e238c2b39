import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const incident = defineCommand({
  id: 'incident',
  usage: 'incident <what happened> [--env <name>]',
  why: 'Declares a system failure: a thread with a headline, the emergency checklist and a timeline.',
  words: ['...title'],
  options: z.object({ title: z.string().min(3, 'says in a few words what happened').max(300), env: z.string().optional() }),
  async answer(desk: Desk, { title, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.incidents.open({ environment: environment.name, kind: 'system', title }, caller);
  },
});
