import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const pending = defineCommand({
  id: 'pending',
  usage: 'pending [--env <name>] [--public]',
  why: 'Lists what waits for an approval.',
  words: [],
  options: z.object({ env: z.string().optional(), public: z.boolean().optional() }),
  tellsOfAll: true,
  async answer(desk: Desk, { env, public: open }, caller) {
    const environment = env === undefined ? undefined : desk.environment(env, caller);
    if (environment !== undefined && 'is' in environment) return environment;
    const runs = await desk.open(environment?.name, 'waiting');
    return {
      is: 'told',
      view: 'runs',
      value: { title: 'Waiting for approval', empty: 'Nothing waits for an approval.', runs },
      public: open === true,
    };
  },
});
