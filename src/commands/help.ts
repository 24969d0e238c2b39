import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import type { Command } from '../core/command.ts';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const help = defineCommand({
  id: 'help',
  usage: 'help [subject]',
  why: 'Shows what you may do here, or about one command, check, checklist or task.',
  procedures: ['S122'],
  words: ['...subject'],
  options: z.object({ subject: z.string().max(60).optional() }),
  async answer(desk: Desk, { subject }, caller): Promise<Answer> {
    const allowed = await desk.commandsFor(caller, undefined);
    if (subject === undefined) return { is: 'told', view: 'help', value: { commands: allowed.map(({ usage, why }) => ({ usage, why })) } };
    const wanted = subject.toLowerCase();
    const commands = allowed.filter((command) => isAbout(command, wanted));
    const runnable = allowed.some(({ id }) => id === 'run') ? await desk.subjectsFor(caller) : [];
    const subjects = runnable.filter(
      (one) => wanted === 'run' || (isNamed(one, wanted) && !commands.some((command) => command.subject === one.id)),
    );
    if (commands.length + subjects.length === 0) return nothing(desk, wanted);
    const lines = subjects.map(({ id, title, why }) => ({ usage: `run ${id}`, why: `${title}. ${why}` }));
    return {
      is: 'told',
      view: 'help',
      value: { commands: [...commands.map(({ usage, why }) => ({ usage, why })), ...lines], subject: wanted },
    };
  },
});

function isAbout({ id, subject }: Command, wanted: string): boolean {
  return id === wanted || id.startsWith(`${wanted} `) || subject === wanted;
}

function isNamed({ id, title }: { readonly id: string; readonly title: string }, wanted: string): boolean {
  return id === wanted || title.toLowerCase() === wanted;
}

/** What is not there and what is not allowed are told apart. */
function nothing(desk: Desk, wanted: string): Answer {
  const name = `\`${wanted.replaceAll('`', "'")}\``;
  const subject = desk.subjects.find((one) => isNamed(one, wanted));
  if (subject && subject.missing.length > 0 && subject.usage === undefined)
    return { is: 'refused', why: `${subject.title}: ${subject.why} Only another run asks for it, as its \`undo\`.`, next: 'help undo' };
  const isThere = subject !== undefined || desk.commands.some((command) => isAbout(command, wanted));
  return isThere
    ? { is: 'refused', why: `You may not use ${name} here.`, next: 'help' }
    : { is: 'refused', why: `There is no command, check, checklist or task named ${name}.`, next: 'help' };
}
