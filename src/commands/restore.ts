import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { BackupChoice } from '../core/names.ts';

export const restore = defineCommand({
  id: 'restore',
  usage: 'restore <backup or latest> [--with-redis] [--env <name>] [--reason <text>]',
  why: 'Plans a restore; it runs only after an approval by somebody else.',
  words: ['backup'],
  options: z.object({
    backup: BackupChoice,
    'with-redis': z.boolean().optional(),
    env: z.string().optional(),
    reason: z.string().max(500).optional(),
  }),
  subject: 'restore-backup',
  async answer(desk: Desk, { backup, env, reason, 'with-redis': redis = false }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request(
      {
        subject: 'restore-backup',
        input: { backup, ...(redis && { redis }) },
        environment: environment.name,
        ...(reason === undefined ? {} : { reason }),
      },
      caller,
    );
  },
});
