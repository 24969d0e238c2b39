import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const incidentStatus = defineCommand({
  id: 'incident status',
  usage: 'incident status [--env <name>]',
  why: 'Shows the incidents that are open, or the one whose thread this is.',
  words: [],
  options: z.object({ env: z.string().optional() }),
  tellsOfAll: true,
  async answer(desk: Desk, { env }, caller): Promise<Answer> {
    const environment = env === undefined ? undefined : desk.environment(env, caller);
    if (environment !== undefined && 'is' in environment) return environment;
    return desk.incidents.status(environment?.name, caller);
  },
});
