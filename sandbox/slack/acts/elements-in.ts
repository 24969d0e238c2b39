import { isFields, type Fields } from '../blocks/problem.ts';
import { Block, type Message } from '../state/message.ts';

/** An element with the name of the block that it stands in. */
export interface Placed {
  readonly blockId: string;
  readonly element: Fields;
}

/** Where blocks keep what stands in them. */
const inner = ['elements', 'accessory', 'element', 'actions', 'child_blocks', 'tasks'] as const;

/** Every element of the message's blocks and of those of its attachments, however deep; the nearest block that has a name gives its name. */
export function elementsIn({ blocks = [], attachments = [] }: Pick<Message, 'blocks' | 'attachments'>): readonly Placed[] {
  return [...blocks, ...attachments.flatMap(blocksOf)].flatMap((block) => inside(block, ''));
}

/** The blocks of an attachment; those of the older form have none. */
export function blocksOf({ blocks }: Fields): readonly Block[] {
  return Block.array().safeParse(blocks).data ?? [];
}

function inside(fields: Fields, outerId: string): readonly Placed[] {
  const own = fields['block_id'];
  const blockId = typeof own === 'string' && own !== '' ? own : outerId;
  return inner
    .flatMap((name) => [fields[name]].flat().filter(isFields))
    .flatMap((each) => [{ blockId, element: each }, ...inside(each, blockId)]);
}
