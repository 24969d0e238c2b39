import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { Answer } from '../core/answer.ts';
import { answerPicture } from '../views/answers.ts';
import type { HandlerContext } from './context.ts';

export const commandName = '/bigshot';

/** Parse, one transaction, and its answer in the acknowledgement; nothing after it. */
export function registerSlashCommand(app: App, { answer }: Pick<HandlerContext, 'answer'>): void {
  app.command(commandName, async ({ command, ack }) => {
    const said = await answer(command.text, {
      by: command.user_id,
      key: `slash:${command.trigger_id}`,
      place: { channel: command.channel_id },
      via: 'slash',
      replyUrl: command.response_url,
    });
    await ack(response(said));
  });
}

function response(said: Answer): {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly text: string;
  readonly blocks?: KnownBlock[];
} {
  const { text, blocks } = answerPicture(said);
  const open = said.is === 'told' && said.public === true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- views build blocks through blocks.ts only, so these are Slack's own
  return { response_type: open ? 'in_channel' : 'ephemeral', text, ...(blocks ? { blocks: [...blocks] as KnownBlock[] } : {}) };
}
