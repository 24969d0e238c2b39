import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const locks = defineCommand({
  id: 'locks',
  usage: 'locks [--env <name>]',
  why: 'Shows what holds work back: freezes, and what runs have locked.',
  words: [],
  options: z.object({ env: z.string().optional() }),
  async answer(desk: Desk, { env }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.holds.list(environment.name);
  },
});
