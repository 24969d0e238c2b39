import { z } from 'zod';
import { parseJson } from '../api/arguments.ts';
import { SlackError } from '../errors.ts';
import { Block } from '../state/message.ts';
import { sizes } from './limits.ts';
import { charactersIn, problemsOf } from './payload.ts';
import type { Problems } from './problem.ts';

/** The blocks of a call, checked as Slack checks them. Throws `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`. */
export function readBlocks(value: unknown): readonly Block[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const given = parseJson(value, 'invalid_blocks_format');
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const problems = problemsOf(given);
  if (problems.length > 0) {
    const messages = messagesOf(problems);
    throw new SlackError('invalid_blocks', { errors: messages, response_metadata: { messages } });
  }
  if (charactersIn(given) > sizes.messageCharacters) throw new SlackError('msg_blocks_too_long');
  return z.array(Block).parse(given);
}

/** The problems as the methods that post or open something tell them. */
export function messagesOf(problems: Problems): readonly string[] {
  return problems.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
}
