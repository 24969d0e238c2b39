import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const run = defineCommand({
  id: 'run',
  usage: 'run <checklist, check or task> [--env <name>]',
  why: 'Runs a checklist, a check or a task by its name.',
  words: ['subject'],
  options: z.object({ subject: z.string().max(60), env: z.string().optional() }),
  async answer(desk: Desk, { subject, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const wanted = subject.toLowerCase();
    const found = desk.subjects.find(({ id }) => id === wanted);
    if (!found) return unknown(desk, subject);
    if (found.missing.length === 0) return desk.request({ subject: wanted, environment: environment.name }, caller);
    const missing = found.missing.map((name) => `<${name}>`).join(', ');
    const way = found.usage === undefined ? 'Only another run asks for it, as its `undo`.' : `Usage: \`/bigshot ${found.usage}\``;
    return { is: 'refused', why: `\`${wanted}\` cannot be run by its name alone: ${missing} is missing. ${way}`, next: `help ${wanted}` };
  },
});

/** What is far from every name is told what there is, and led to none; the single checks are many, so they are counted. */
function unknown(desk: Desk, subject: string): Answer {
  const no = `There is nothing to run named \`${subject.replaceAll('`', "'")}\`.`;
  const runnable = desk.subjects.filter(({ missing }) => missing.length === 0);
  const slips = ({ id }: { readonly id: string }): number => distance(id, subject.toLowerCase());
  const nearest = runnable.toSorted((left, right) => slips(left) - slips(right))[0];
  if (nearest !== undefined && slips(nearest) <= 2)
    return { is: 'refused', why: `${no} Did you mean \`run ${nearest.id}\`?`, next: `run ${nearest.id}` };
  const whole = runnable.filter(({ kind }) => kind !== 'check').map(({ id }) => id);
  const why = `${no} There are: ${whole.join(', ')}, and ${runnable.length - whole.length} single checks.`;
  return { is: 'refused', why, next: 'help run' };
}
