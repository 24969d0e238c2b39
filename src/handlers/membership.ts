import type { App } from '@slack/bolt';
import type { HandlerContext } from './context.ts';

type Context = Pick<HandlerContext, 'refresh' | 'invited' | 'messenger'>;

/** Keeps the mirror of people fresh between the hourly look-ups; the bot itself may have been invited because it could not answer. */
export function registerMembership(app: App, { refresh, invited, messenger }: Context): void {
  app.event('member_joined_channel', async ({ event }) => {
    await (event.user === messenger.self ? invited(event.channel) : refresh(event.user));
  });
  app.event('user_change', ({ event }) => refresh(event.user.id));
}
