import { randomBytes } from 'node:crypto';
import { isFields, type Fields } from '../blocks/problem.ts';
import type { Block, Message } from '../state/message.ts';
import { isInteractive } from './choice.ts';
import { blocksOf } from './elements-in.ts';

/** Slack gives every block and every interactive element a name where the application gave none. */
export function withBlockIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => ({ ...withNames(block), type: block.type, block_id: block.block_id || randomName() }));
}

/** The same for the blocks of attachments. */
export function withNamedAttachments(attachments: Message['attachments']): Message['attachments'] {
  return attachments?.map((attachment) =>
    attachment['blocks'] === undefined ? attachment : { ...attachment, blocks: withBlockIds(blocksOf(attachment)) },
  );
}

/** Blocks stand in `child_blocks`, and cards among the `elements` of a carousel; everything else that stands in a block is an element. */
function withNames(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, named(name, value)]));
}

function named(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => named(name, each));
  if (!isFields(value)) return value;
  if (isInteractive(value)) return { ...value, action_id: value['action_id'] || randomName() };
  const isBlock = name === 'child_blocks' || value['type'] === 'card';
  return isBlock ? { ...withNames(value), block_id: value['block_id'] || randomName() } : value;
}

function randomName(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
