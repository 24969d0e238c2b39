import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { RunNumber } from '../core/names.ts';

export const logList = defineCommand({
  id: 'log',
  usage: 'log [list] [--since <time>] [--run <run>] [--env <name>] [--public]',
  why: 'Shows what was asked, voted, run and ended.',
  procedures: ['S120'],
  words: ['verb'],
  options: z.object({
    verb: z.literal('list', 'is `list`, `add` or `verify`').optional(),
    since: z.string().max(60).optional(),
    run: RunNumber.optional(),
    env: z.string().optional(),
    public: z.boolean().optional(),
  }),
  tellsOfAll: true,
  async answer(desk: Desk, { since, run, env, public: open }, caller) {
    const environment = env === undefined ? undefined : desk.environment(env, caller);
    if (environment !== undefined && 'is' in environment) return environment;
    const from = since === undefined ? undefined : desk.pastTime(since);
    if (since !== undefined && from === undefined)
      return {
        is: 'refused',
        why: '`--since` is a time in the past such as `2h`, `3 days`, `yesterday` or `2026-11-20`.',
        next: 'help log',
      };
    const told = await desk.log({
      limit: 25,
      ...(from === undefined ? {} : { since: from }),
      ...(run === undefined ? {} : { run }),
      ...(environment === undefined ? {} : { environment: environment.name }),
    });
    return told.is === 'told' ? { ...told, public: open === true } : told;
  },
});
