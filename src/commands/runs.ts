import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const runs = defineCommand({
  id: 'runs',
  usage: 'runs [--env <name>] [--public]',
  why: 'Lists the newest runs and what became of them.',
  words: [],
  options: z.object({ env: z.string().optional(), public: z.boolean().optional() }),
  async answer(desk: Desk, { env, public: open }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const recent = await desk.recent(environment.name);
    return {
      is: 'told',
      view: 'runs',
      value: { title: `Newest runs on ${environment.name}`, empty: 'Nothing has run yet.', runs: recent },
      public: open === true,
    };
  },
});
