export const team = { id: 'T0LOCAL0001', name: 'Local workspace', domain: 'local' };

/** The workspace of another company, with which channels are shared. */
export const partner = 'T0PARTNER01';

/** The installed application and its bot user; the bot's name comes from the manifest. */
export const app = { id: 'A0LOCAL0001', botId: 'B0LOCAL0001', userId: 'U0LOCALBOT1' };

/** The application to which the other bots belong. */
export const otherApp = 'A0OTHERAPP1';

/** The user in whose name Slack itself tells people what went wrong. */
export const slackbot = 'USLACKBOT';

/** The direct conversation between a person and the bot has one fixed id per person. */
export function directChannelId(userId: string): string {
  return userId.replace(/^[UW]/, 'D');
}
