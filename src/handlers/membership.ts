import type { App } from '@slack/bolt';
import type { HandlerContext } from './context.ts';

type Context = Pick<HandlerContext, 'circleChanged' | 'userChanged' | 'invited' | 'messenger'>;

/** Keeps the mirror of people fresh between the hourly look-ups; the bot itself may have been invited because it could not answer. */
export function registerMembership(app: App, { circleChanged, userChanged, invited, messenger }: Context): void {
  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === messenger.self) await invited(event.channel);
    await circleChanged(event.channel);
  });
  app.event('member_left_channel', ({ event }) => circleChanged(event.channel));
  app.event('subteam_members_changed', ({ event }) => circleChanged(event.subteam_id));
  app.event('user_change', ({ event }) => userChanged(event.user));
}
