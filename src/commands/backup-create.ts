import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { BackupLabel, NewBackupName } from '../core/names.ts';

export const backupCreate = defineCommand({
  id: 'backup create',
  usage: 'backup create [--name <name>] [--label <kind>] [--env <name>] [--reason <text>]',
  why: 'Makes a backup and verifies it; with a label such as weekly or pre-update its name tells what it is for.',
  words: [],
  options: z.object({
    name: NewBackupName.optional(),
    label: BackupLabel.optional(),
    env: z.string().optional(),
    reason: z.string().max(500).optional(),
  }),
  subject: 'create-backup',
  async answer(desk: Desk, { name, label, env, reason }, caller): Promise<Answer> {
    if (name !== undefined && label !== undefined)
      return { is: 'refused', why: 'A backup has a name of its own or a label, not both.', next: 'help backup create' };
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request(
      {
        subject: 'create-backup',
        input: { ...(name === undefined ? {} : { name }), ...(label === undefined ? {} : { label }) },
        environment: environment.name,
        ...(reason === undefined ? {} : { reason }),
      },
      caller,
    );
  },
});
