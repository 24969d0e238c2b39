import { z } from 'zod';
import { isFields, lengthOf } from '../blocks/problem.ts';
import { problemsOf } from '../blocks/payload.ts';
import { messagesOf, readBlocks } from '../blocks/validate.ts';
import { SlackError } from '../errors.ts';
import type { Block, Message } from '../state/message.ts';
import { parseJson, Text } from './arguments.ts';

/** In characters; Slack's reference of chat.postMessage. */
const LONGEST_MARKDOWN = 12_000;
const MOST_ATTACHMENTS = 100;

/** The arguments that say what stands in a message. */
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

/** What a call wants to say; undefined for what it leaves out. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: readonly Block[] | undefined;
  readonly attachments: Message['attachments'];
}

/**
 * Reads it as Slack does. Throws `markdown_text_conflict`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`,
 * `msg_blocks_too_long`, `invalid_attachments` or `too_many_attachments`.
 */
export function readContent({ text, markdown_text: markdown, blocks, attachments }: Given): Content {
  const own = { text, blocks: readBlocks(blocks), attachments: readAttachments(attachments) };
  if (markdown === undefined || markdown === '') return own;
  if (text || own.blocks?.length) throw new SlackError('markdown_text_conflict');
  if (lengthOf(markdown) > LONGEST_MARKDOWN) throw new SlackError('msg_too_long');
  return { ...own, text: markdown, blocks: readBlocks([{ type: 'markdown', text: markdown }]) };
}

/** Throws `no_text` when there would be nothing to see. */
export function requireSomething({ text, blocks, attachments }: Content): void {
  if ((text ?? '').trim() !== '' || blocks?.length || attachments?.some(isShown)) return;
  throw new SlackError('no_text');
}

const shownParts = ['text', 'fallback', 'title', 'pretext', 'author_name', 'footer', 'image_url', 'thumb_url'];

function isShown(attachment: Readonly<Record<string, unknown>>): boolean {
  const lists = [attachment['blocks'], attachment['fields'], attachment['actions']];
  return shownParts.some((name) => Boolean(attachment[name])) || lists.some((list) => Array.isArray(list) && list.length > 0);
}

function readAttachments(value: unknown): Message['attachments'] {
  if (value === undefined || value === null || value === '') return undefined;
  const given = parseJson(value, 'invalid_attachments');
  if (!Array.isArray(given)) throw new SlackError('invalid_attachments');
  const attachments = given.filter(isFields);
  if (attachments.length < given.length) throw new SlackError('invalid_attachments');
  if (attachments.length > MOST_ATTACHMENTS) throw new SlackError('too_many_attachments');
  const problems = attachments.flatMap(({ blocks }, index) =>
    blocks === undefined ? [] : problemsOf(blocks, 'message', `/attachments/${index}/blocks`),
  );
  if (problems.length > 0) throw new SlackError('invalid_attachments', { response_metadata: { messages: messagesOf(problems) } });
  return attachments.map((attachment, index) => ({ ...attachment, id: index + 1 }));
}
