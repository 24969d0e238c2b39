import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { answerPicture } from '../views/answers.ts';
import { lineAction } from '../views/blocks.ts';
import type { HandlerContext } from './context.ts';
import { answerThere, pressedIn } from './pressed.ts';

/** A pressed button is a typed line, authorised like one. What changed is seen in the card; a refusal is for the presser alone. */
export function registerButtons(app: App, context: Pick<HandlerContext, 'answer' | 'home' | 'tell'>): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: new RegExp(`^${lineAction}:`) },
    async ({ action, body, ack }) => {
      const pressed = pressedIn(action, body);
      if (!pressed || action.value === undefined) return ack();
      const said = await context.answer(action.value, {
        by: body.user.id,
        key: `button:${body.trigger_id}`,
        place: { channel: pressed.channel },
        via: 'button',
        replyUrl: body.response_url,
      });
      await ack();
      await answerThere(context, { person: body.user.id, pressed, picture: answerPicture(said), replyUrl: body.response_url });
    },
  );
}
