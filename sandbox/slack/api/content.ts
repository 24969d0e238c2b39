import { z } from 'zod';
import { problemsOfMessage } from '../blocks/message.ts';
import { lengthOf } from '../blocks/problem.ts';
import { invalidBlocks, readBlocks } from '../blocks/validate.ts';
import { SlackError } from '../errors.ts';
import type { Block, Message } from '../state/message.ts';
import { parseJson, Text } from './arguments.ts';

/** The arguments that carry what a message says. */
export const contentArguments = {
  text: Text.optional(),
  markdown_text: Text.optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
};

interface Given {
  readonly text?: string | undefined;
  readonly markdown_text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

/** What a call says; what it leaves out is undefined. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: readonly Block[] | undefined;
  readonly attachments: Message['attachments'];
}

const LONGEST_MARKDOWN = 12_000;
const MOST_ATTACHMENTS = 100;

/** Throws `markdown_text_conflict`, `msg_too_long`, or what is wrong with the blocks or attachments. */
export function readContent(given: Given): Content {
  const markdown = given.markdown_text;
  if (markdown === undefined || markdown === '')
    return { text: given.text, blocks: readBlocks(given.blocks), attachments: readAttachments(given.attachments) };
  if (given.text || given.blocks) throw new SlackError('markdown_text_conflict');
  if (lengthOf(markdown) > LONGEST_MARKDOWN) throw new SlackError('msg_too_long');
  return { text: markdown, blocks: [{ type: 'markdown', text: markdown }], attachments: readAttachments(given.attachments) };
}

/** As `readContent`, and throws `no_text` for a message that would say nothing. */
export function readMessage(given: Given): Content & { readonly text: string } {
  const { text = '', ...rest } = readContent(given);
  if (text.trim() === '' && !rest.blocks?.length && !rest.attachments?.length) throw new SlackError('no_text');
  return { text, ...rest };
}

const Attachments = z.array(z.looseObject({}));

/** Throws `invalid_attachments`, `too_many_attachments`, or `invalid_blocks` for blocks in them that Slack would refuse. */
function readAttachments(value: unknown): Message['attachments'] {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = Attachments.safeParse(parseJson(value, 'invalid_attachments'));
  if (!parsed.success) throw new SlackError('invalid_attachments');
  if (parsed.data.length > MOST_ATTACHMENTS) throw new SlackError('too_many_attachments');
  const problems = problemsOfMessage({ attachments: parsed.data }, '');
  if (problems.length > 0) throw invalidBlocks(problems);
  return parsed.data;
}
