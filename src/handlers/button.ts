import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { answerPicture } from '../views/answers.ts';
import { lineAction } from '../views/blocks.ts';
import { homeBlock } from '../views/home.ts';
import type { HandlerContext } from './context.ts';

/** A pressed button is a typed line, authorised like one. What changed is seen in the card; a refusal is for the presser alone. */
export function registerButtons(app: App, { answer, tell, home }: HandlerContext): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: new RegExp(`^${lineAction}:`) },
    async ({ action, body, ack }) => {
      // In a home there is no channel: the block says in which one the line is spoken.
      const [isHome, spokenIn] = action.block_id.split(':');
      const channel = isHome === homeBlock ? spokenIn : (body.container['channel_id'] ?? body.channel?.id);
      const thread: unknown = body.container['thread_ts'] ?? body.message?.['thread_ts'];
      if (typeof channel !== 'string' || action.value === undefined) return ack();
      const place = { channel, ...(typeof thread === 'string' ? { thread } : {}) };
      const said = await answer(action.value, {
        by: body.user.id,
        key: `button:${body.trigger_id}`,
        place: { channel },
        via: 'button',
        replyUrl: body.response_url,
      });
      await ack();
      const picture = answerPicture(said);
      if (isHome === homeBlock) return home(body.user.id, picture.text);
      await tell({ place, person: body.user.id, picture, replyUrl: body.response_url });
    },
  );
}
