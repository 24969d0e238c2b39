import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const logVerify = defineCommand({
  id: 'log verify',
  usage: 'log verify [--env <name>] [--public]',
  why: 'Recomputes the hash chain of the log; the environment says whose worker does it.',
  words: [],
  options: z.object({ env: z.string().optional(), public: z.boolean().optional() }),
  subject: 'log-chain',
  async answer(desk: Desk, { env, public: open }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request({ subject: 'log-chain', environment: environment.name, audience: open === true ? 'channel' : 'asker' }, caller);
  },
});
