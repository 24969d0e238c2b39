import { z } from 'zod';
import { defineCommand } from '../core/define-command.ts';
import type { Desk } from '../services/desk.ts';

export const logVerify = defineCommand({
  id: 'log verify',
  usage: 'log verify',
  why: 'Recomputes the hash chain of the log.',
  words: [],
  options: z.object({}),
  async answer(desk: Desk) {
    const { rows, head, brokenAt } = await desk.verifyLog();
    const text =
      brokenAt === undefined
        ? `🟢 The log is whole: ${rows} rows, head ${head.slice(0, 16)}.`
        : `🔴 The log was changed: row ${brokenAt} does not follow from the one before it (${rows} rows).`;
    return { is: 'told', view: 'sentence', value: { text } };
  },
});
