import type { App } from '@slack/bolt';
import type { HandlerContext } from './context.ts';

/** Keeps the mirror of people fresh between the hourly look-ups. */
export function registerMembership(app: App, { refresh }: Pick<HandlerContext, 'refresh'>): void {
  app.event('member_joined_channel', ({ event }) => refresh(event.user));
  app.event('user_change', ({ event }) => refresh(event.user.id));
}
