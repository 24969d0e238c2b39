import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Metric } from '../core/metric.ts';
import type { Desk } from '../services/desk.ts';

/** The words that people type. */
const subjects = {
  disk: 'disk-used',
  database: 'database-size',
  tables: 'table-size',
  queue: 'queue-depth',
  requests: 'error-rate',
  errors: 'app-errors',
  jobs: 'jobs-ended',
  api: 'api-latency',
  backups: 'backup-size',
  containers: 'container-memory',
} as const satisfies Readonly<Record<string, Metric>>;

const words = Object.keys(subjects).filter(isSubject);

export const trend = defineCommand({
  id: 'trend',
  usage: 'trend <what> [--days <days>] [--env <name>]',
  why: `Draws a number over time and where it leads: ${words.join(', ')}.`,
  words: ['what'],
  options: z.object({
    what: z.enum(words, `is one of ${words.join(', ')}`),
    days: z.coerce.number('is a number of days from 1 to 400').min(1).max(400).optional(),
    env: z.string().optional(),
  }),
  subject: 'trend',
  async answer(desk: Desk, { what, days, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const input = { metric: subjects[what], ...(days === undefined ? {} : { days }) };
    return desk.request({ subject: 'trend', input, environment: environment.name }, caller);
  },
});

function isSubject(word: string): word is keyof typeof subjects {
  return word in subjects;
}
