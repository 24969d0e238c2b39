import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { PastTime } from '../core/past-time.ts';

export const logList = defineCommand({
  id: 'log',
  usage: 'log [list] [--since <time>] [--run <run>] [--env <name>] [--public]',
  why: 'Shows what was asked, voted, run and ended.',
  words: ['verb'],
  options: z.object({
    verb: z.literal('list', 'is `list`, `add` or `verify`').optional(),
    since: PastTime.optional(),
    run: z.coerce.number('is a number, as in `show 482`').int().positive().optional(),
    env: z.string().optional(),
    public: z.boolean().optional(),
  }),
  tellsOfAll: true,
  async answer(desk: Desk, { since, run, env, public: open }) {
    const told = await desk.log({
      limit: 25,
      ...(since === undefined ? {} : { since }),
      ...(run === undefined ? {} : { run }),
      ...(env === undefined ? {} : { environment: env }),
    });
    return told.is === 'told' ? { ...told, public: open === true } : told;
  },
});
