import { z } from 'zod';
import { limits } from '../blocks/limits.ts';
import { problemsOf } from '../blocks/payload.ts';
import { list, object, type Problems, type Rule } from '../blocks/problem.ts';
import { problemsOfView } from '../blocks/view.ts';
import { SlackError } from '../errors.ts';
import { parseJson } from './arguments.ts';
import { defineMethod } from './method.ts';

type Part = 'blocks' | 'message' | 'view';
const parts: readonly Part[] = ['blocks', 'message', 'view'];

const anything: Rule = () => [];
const blocks: Rule = (value, at) => problemsOf(value, 'message', at);

const attachment: Rule = (value, at) => loose({ blocks })(value, at);

/** How each part is checked, with pointers that start at the part itself; blocks alone count as those of a message. */
const checks: Readonly<Record<Part, (value: unknown) => Problems>> = {
  blocks: (value) => blocks(value, ''),
  message: (value) => loose({ blocks, attachments: list(attachment, limits.messageAttachments) })(value, ''),
  view: (value) => problemsOfView(value, ''),
};

/** Checks what an application means to send without sending it. */
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

/** An object of which only some fields are looked at. */
function loose(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, at) => {
    const others = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return object({}, { ...Object.fromEntries(others.map((name) => [name, anything])), ...rules })(value, at);
  };
}
