import type { App } from '@slack/bolt';
import { answerPicture } from '../views/answers.ts';
import type { HandlerContext } from './context.ts';

/** The same words without the slash: the way to speak to the bot inside a thread. Redelivery meets the key. */
export function registerMention(app: App, { answer, tell, messenger }: HandlerContext): void {
  app.event('app_mention', async ({ event }) => {
    if (event.user === undefined || event.bot_id !== undefined) return;
    const place = { channel: event.channel, ...(event.thread_ts === undefined ? {} : { thread: event.thread_ts }) };
    const line = event.text.replaceAll(new RegExp(`<@${messenger.self}(\\|[^>]*)?>`, 'g'), ' ').trim();
    const said = await answer(line, { by: event.user, key: `mention:${event.channel}:${event.ts}`, place, via: 'mention' });
    await tell({ place, person: event.user, picture: answerPicture(said) });
  });
}
