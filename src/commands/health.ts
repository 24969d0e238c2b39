import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const health = defineCommand({
  id: 'health',
  usage: 'health [--detailed] [--env <name>]',
  why: 'Looks at everything at once, the worst first; detailed, what is well is shown with its values, too.',
  procedures: ['S95', 'S96'],
  words: [],
  options: z.object({ detailed: z.boolean().optional(), env: z.string().optional() }),
  subject: 'health',
  async answer(desk: Desk, { detailed, env }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const input = detailed === true ? { detailed } : {};
    return desk.request({ subject: 'health', input, environment: environment.name }, caller);
  },
});
