import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const stepList = defineCommand({
  id: 'step list',
  usage: 'step list [--mine] [--env <name>]',
  why: 'Shows what is to be done by hand, what is due first.',
  words: [],
  options: z.object({ mine: z.boolean().optional(), env: z.string().optional() }),
  tellsOfAll: true,
  async answer(desk: Desk, { mine, env }, caller) {
    const environment = env === undefined ? undefined : desk.environment(env, caller);
    if (environment !== undefined && 'is' in environment) return environment;
    return desk.steps.list({ ...(environment && { environment: environment.name }), ...(mine === true && { owner: caller.by }) });
  },
});
