import { randomBytes } from 'node:crypto';
import { isFields } from '../blocks/problem.ts';
import type { Block } from '../state/message.ts';

/** Slack gives every block and every interactive element a name where the application gave none. */
export function withBlockIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id || randomName(),
    ...(block.type === 'actions' && Array.isArray(block['elements']) ? { elements: block['elements'].map(withActionId) } : {}),
    ...(isFields(block['accessory']) && block['accessory']['type'] !== 'image' ? { accessory: withActionId(block['accessory']) } : {}),
  }));
}

function withActionId(element: unknown): unknown {
  return isFields(element) ? { ...element, action_id: element['action_id'] || randomName() } : element;
}

function randomName(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
