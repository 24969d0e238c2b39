import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';
import { closest } from 'fastest-levenshtein';

export const run = defineCommand({
  id: 'run',
  usage: 'run <checklist, check or task> [--env <name>]',
  why: 'Runs a checklist, a check or a task by its name.',
  words: ['subject'],
  options: z.object({ subject: z.string().max(60), env: z.string().optional() }),
  async answer(desk: Desk, { subject, env }, caller) {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const wanted = subject.toLowerCase();
    if (desk.subjects.includes(wanted)) return desk.request({ subject: wanted, environment: environment.name }, caller);
    return {
      is: 'refused',
      why: `There is nothing to run named \`${subject.replaceAll('`', "'")}\`. Did you mean \`run ${closest(wanted, [...desk.subjects])}\`?`,
      next: `run ${closest(wanted, [...desk.subjects])}`,
    };
  },
});
