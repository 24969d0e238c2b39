import { isFields, type Fields } from '../blocks/problem.ts';
import type { Block } from '../state/message.ts';

/** An element with the name of the block that it stands in. */
export interface Placed {
  readonly blockId: string;
  readonly element: Fields;
}

/** Where blocks keep what stands in them. */
const inner = ['elements', 'accessory', 'element', 'actions', 'child_blocks', 'tasks'] as const;

/** Every element of the blocks, however deep it stands; the nearest block that has a name gives its name. */
export function elementsIn(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block) => inside(block, ''));
}

function inside(fields: Fields, outerId: string): readonly Placed[] {
  const own = fields['block_id'];
  const blockId = typeof own === 'string' && own !== '' ? own : outerId;
  return inner
    .flatMap((name) => [fields[name]].flat().filter(isFields))
    .flatMap((each) => [{ blockId, element: each }, ...inside(each, blockId)]);
}
