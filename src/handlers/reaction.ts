import type { App } from '@slack/bolt';
import type { HandlerContext } from './context.ts';

/** The event is only a hint: what stands under the message is read again. */
export function registerReactions(app: App, { reacted }: Pick<HandlerContext, 'reacted'>): void {
  app.event('reaction_added', ({ event }) =>
    event.item.type === 'message' ? reacted(event.item.channel, event.item.ts) : Promise.resolve(),
  );
  app.event('reaction_removed', ({ event }) =>
    event.item.type === 'message' ? reacted(event.item.channel, event.item.ts) : Promise.resolve(),
  );
}
