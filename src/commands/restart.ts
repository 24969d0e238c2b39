import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const restart = defineCommand({
  id: 'restart',
  usage: 'restart <service> [--env <name>] [--reason <text>]',
  why: 'Restarts a service, with time to finish what it does; done when it is healthy.',
  words: ['service'],
  options: z.object({ service: z.string().max(60), env: z.string().optional(), reason: z.string().max(500).optional() }),
  subject: 'restart-service',
  async answer(desk: Desk, { service, env, reason }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request(
      { subject: 'restart-service', input: { service }, environment: environment.name, ...(reason === undefined ? {} : { reason }) },
      caller,
    );
  },
});
