import { z } from 'zod';
import { problemsOfMessage } from '../blocks/message.ts';
import { problemsOf } from '../blocks/payload.ts';
import type { Problems } from '../blocks/problem.ts';
import { problemsOfView } from '../blocks/view.ts';
import { SlackError } from '../errors.ts';
import { parseJson } from './arguments.ts';
import { defineMethod } from './method.ts';

type Part = 'blocks' | 'message' | 'view';
const parts: readonly Part[] = ['blocks', 'message', 'view'];

/** How each part is checked. Pointers start at the part itself; blocks alone count as those of a message. */
const checks: Readonly<Record<Part, (value: unknown) => Problems>> = {
  blocks: (value) => problemsOf(value, 'message', ''),
  message: (value) => problemsOfMessage(value, ''),
  view: (value) => problemsOfView(value, ''),
};

/** Checks what an application means to send, without sending it. */
export const blocksValidate = defineMethod({
  name: 'blocks.validate',
  arguments: z.object({ blocks: z.unknown().optional(), message: z.unknown().optional(), view: z.unknown().optional() }),
  answer(_world, _caller, given) {
    const [part, ...others] = parts.filter((name) => given[name] !== undefined);
    if (part === undefined || others.length > 0) {
      const messages = ['must provide exactly one of `blocks`, `view`, or `message`'];
      throw new SlackError('invalid_arguments', { response_metadata: { messages } });
    }
    const errors = checks[part](parseJson(given[part], 'invalid_arguments'));
    if (errors.length > 0) throw new SlackError(`invalid_${part}`, { errors });
    return {};
  },
});
