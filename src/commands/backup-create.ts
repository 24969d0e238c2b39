import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { NewBackupName } from '../core/names.ts';

export const backupCreate = defineCommand({
  id: 'backup create',
  usage: 'backup create [--name <name>] [--env <name>] [--reason <text>]',
  why: 'Makes a backup and verifies it.',
  words: [],
  options: z.object({ name: NewBackupName.optional(), env: z.string().optional(), reason: z.string().max(500).optional() }),
  subject: 'create-backup',
  async answer(desk: Desk, { name, env, reason }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request(
      {
        subject: 'create-backup',
        input: name === undefined ? {} : { name },
        environment: environment.name,
        ...(reason === undefined ? {} : { reason }),
      },
      caller,
    );
  },
});
