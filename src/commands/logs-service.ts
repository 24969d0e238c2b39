import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { lookBack, lookOptions } from './look.ts';

export const logsService = defineCommand({
  id: 'logs',
  usage: 'logs <service> [--since <time>] [--env <name>] [--public]',
  why: 'Shows the last lines that the container of a service wrote; also `logs app`, `logs nginx`, `logs database` and `logs review`.',
  words: ['service'],
  options: z.object({
    service: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}$/, 'is the name of a service, as in `logs celery`'),
    since: z.string().max(60).optional(),
    ...lookOptions,
  }),
  subject: 'service-log',
  answer: (desk: Desk, options, caller) => lookBack(desk, 'service-log', options, caller),
});
