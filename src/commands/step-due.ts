import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import { defineCommand } from '../core/define-command.ts';
import { StepNumber } from '../core/names.ts';
import type { Desk } from '../services/desk.ts';

export const stepDue = defineCommand({
  id: 'step due',
  usage: 'step due <step> <day>',
  why: 'Gives a step another day, such as `friday` or `2026-12-01`.',
  words: ['step', '...day'],
  options: z.object({ step: StepNumber, day: z.string().max(60) }),
  async answer(desk: Desk, { step, day }, caller): Promise<Answer> {
    const dueAt = desk.futureTime(day);
    if (!dueAt)
      return {
        is: 'refused',
        why: '<day> is a day to come such as `tomorrow`, `friday`, `3 days` or `2026-12-01`.',
        next: 'help step due',
      };
    return desk.steps.settle(step, { is: 'due', dueAt }, caller);
  },
});
