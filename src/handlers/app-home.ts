import type { App } from '@slack/bolt';
import type { HandlerContext } from './context.ts';

/** Slack says so at every opening of either tab, so it is drawn anew each time from what is stored. */
export function registerAppHome(app: App, { home }: Pick<HandlerContext, 'home'>): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await home(event.user);
  });
}
