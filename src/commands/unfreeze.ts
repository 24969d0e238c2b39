import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const unfreeze = defineCommand({
  id: 'unfreeze',
  usage: 'unfreeze [--env <name>]',
  why: 'Lifts a freeze; what waited goes on.',
  words: [],
  options: z.object({ env: z.string().optional() }),
  async answer(desk: Desk, { env }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.holds.unfreeze(environment.name, caller);
  },
});
