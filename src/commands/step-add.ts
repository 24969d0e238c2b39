import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import { Mention } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepAdd = defineCommand({
  id: 'step add',
  usage: 'step add <what> [--due <day>] [--owner <@person>] [--env <name>]',
  why: 'Adds something to be done by hand, such as what follows from an incident; yours and due tomorrow unless told.',
  words: ['...what'],
  options: z.object({
    what: z.string().min(3, 'says in a few words what is to be done').max(300),
    due: z.string().max(60).optional(),
    owner: Mention.optional(),
    env: z.string().optional(),
  }),
  async answer(desk: Desk, { what, due, owner, env }, caller): Promise<Answer> {
    const environment = desk.environment(env, caller);
    if ('is' in environment) return environment;
    const dueAt = due === undefined ? undefined : desk.futureTime(due);
    if (due !== undefined && !dueAt)
      return { is: 'refused', why: '`--due` is a day to come such as `tomorrow`, `friday` or `2026-12-01`.', next: 'help step add' };
    return desk.steps.add(
      { title: what, environment: environment.name, ...(dueAt && { dueAt }), ...(owner !== undefined && { owner }) },
      caller,
    );
  },
});
