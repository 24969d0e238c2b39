import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const logAdd = defineCommand({
  id: 'log add',
  usage: 'log add "<text>" [--env <name>]',
  why: 'Writes a note into the maintenance log.',
  procedures: ['S120'],
  words: ['...text'],
  options: z.object({ text: z.string().min(1).max(2000), env: z.string().optional() }),
  async answer(desk: Desk, { text, env }, caller) {
    const environment = env === undefined ? undefined : desk.environment(env, caller);
    if (environment !== undefined && 'is' in environment) return environment;
    const seq = await desk.note(text, environment?.name, caller);
    return {
      is: 'told',
      view: 'sentence',
      value: { text: seq > 0 ? `Noted in the log as row ${seq}.` : 'This note is in the log already.' },
    };
  },
});
