import { z } from 'zod';
import { SlackError } from '../errors.ts';
import type { Block } from '../state/message.ts';
import type { World } from '../world.ts';
import { maySee } from './wire-file.ts';

const WithFile = z.object({ slack_file: z.object({ id: z.string() }) });

/**
 * Lets the people of a channel see the uploaded pictures that a message there shows. Whoever sends the message must be able to see them
 * (https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object). Throws `invalid_blocks`.
 */
export function showPictures(world: World, userId: string, channel: string, blocks: readonly Block[] | undefined): void {
  for (const [place, block] of (blocks ?? []).entries()) {
    const id = fileOf(block);
    if (id === undefined) continue;
    const file = world.store.file(id);
    if (!file || file.deleted || !maySee(world, userId, file)) {
      const problem = `invalid slack file [json-pointer:/blocks/${place}/slack_file]`;
      throw new SlackError('invalid_blocks', { errors: [problem], response_metadata: { messages: [`[ERROR] ${problem}`] } });
    }
    if (!file.pictured.includes(channel)) world.store.record({ is: 'file', file: { ...file, pictured: [...file.pictured, channel] } });
  }
}

/** A picture of its own, or the one beside a text. */
function fileOf(block: Block): string | undefined {
  const accessory = 'accessory' in block ? block['accessory'] : undefined;
  return WithFile.safeParse(block).data?.slack_file.id ?? WithFile.safeParse(accessory).data?.slack_file.id;
}
