import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const backupList = defineCommand({
  id: 'backup list',
  usage: 'backup list [--env <name>] [--public]',
  why: 'Lists the archives, newest first, and says which are proven.',
  words: [],
  options: z.object({ env: z.string().optional(), public: z.boolean().optional() }),
  subject: 'backup-list',
  async answer(desk: Desk, { env, public: open }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    return desk.request({ subject: 'backup-list', environment: environment.name, audience: open === true ? 'channel' : 'asker' }, caller);
  },
});
