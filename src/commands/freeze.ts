import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const freeze = defineCommand({
  id: 'freeze',
  usage: 'freeze <reason> [--until <when>] [--env <name>]',
  why: 'Holds back everything that changes the platform, until then or until `unfreeze`; looks, votes and backups go on.',
  words: ['...reason'],
  options: z.object({
    reason: z.string().min(3, 'says in a few words why').max(300),
    until: z.string().max(60).optional(),
    env: z.string().optional(),
  }),
  async answer(desk: Desk, { reason, until, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const at = until === undefined ? undefined : desk.futureTime(until);
    if (until !== undefined && !at)
      return {
        is: 'refused',
        why: '`--until` is a time to come such as `2h`, `18:00`, `friday` or `2026-12-01`. Nothing was frozen.',
        next: 'help freeze',
      };
    return desk.holds.freeze({ environment: environment.name, reason, ...(at && { until: at }) }, caller);
  },
});
