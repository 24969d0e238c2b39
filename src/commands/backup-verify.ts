import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { BackupChoice } from '../core/names.ts';

export const backupVerify = defineCommand({
  id: 'backup verify',
  usage: 'backup verify [name] [--env <name>]',
  why: 'Reads an archive to its end and says what is proven; the newest one unless named.',
  procedures: ['S79'],
  words: ['name'],
  options: z.object({ name: BackupChoice.optional(), env: z.string().optional() }),
  subject: 'verify-backup',
  async answer(desk: Desk, { name, env }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request(
      { subject: 'verify-backup', input: name === undefined ? {} : { backup: name }, environment: environment.name },
      caller,
    );
  },
});
