import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const help = defineCommand({
  id: 'help',
  usage: 'help [subject]',
  why: 'Shows what you may do here.',
  words: ['...subject'],
  options: z.object({ subject: z.string().max(60).optional() }),
  async answer(desk: Desk, { subject }, caller) {
    const allowed = await desk.commandsFor(caller, undefined);
    const wanted = subject?.toLowerCase();
    const found =
      wanted === undefined
        ? allowed
        : allowed.filter(({ id, subject: about }) => id === wanted || id.startsWith(`${wanted} `) || about === wanted);
    if (found.length === 0)
      return {
        is: 'refused',
        why: `There is nothing about \`${(wanted ?? '').replaceAll('`', "'")}\` that you may use here.`,
        next: 'help',
      };
    return {
      is: 'told',
      view: 'help',
      value: { commands: found.map(({ usage, why }) => ({ usage, why })), ...(wanted === undefined ? {} : { subject: wanted }) },
    };
  },
});
