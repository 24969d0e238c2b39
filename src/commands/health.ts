import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const health = defineCommand({
  id: 'health',
  usage: 'health [--env <name>]',
  why: 'Looks at everything at once, the worst first.',
  words: [],
  options: z.object({ env: z.string().optional() }),
  subject: 'health',
  async answer(desk: Desk, { env }, caller) {
    const environment = desk.environment(env, caller);
    return 'is' in environment ? environment : desk.request({ subject: 'health', environment: environment.name }, caller);
  },
});
