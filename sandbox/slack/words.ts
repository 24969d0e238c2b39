import { isLoopback } from './loopback.ts';
import type { WorkspaceOptions } from './open.ts';
import type { Workspace } from './workspace.ts';

/** What scripts get: one line of JSON with all that is needed to connect an application and to act as the people. */
export function describeForScripts({ url, apiUrl, app, tokens, channels, people }: Workspace): string {
  return JSON.stringify({ url, apiUrl, app, tokens, channels, people });
}

/** What people get: what to open, what to give to the application and how to tell it where its Slack is. */
export function describeForPeople({ url, apiUrl, app, tokens }: Workspace, { folder, host = '127.0.0.1' }: WorkspaceOptions): string {
  return [
    '',
    `The local Slack is ready, with ${app.name} installed in it. Open ${url}`,
    '',
    'Give the application this environment:',
    '',
    `SLACK_BOT_TOKEN=${tokens.bot}`,
    ...(app.socketMode ? [`SLACK_APP_TOKEN=${tokens.app}`] : []),
    `SLACK_SIGNING_SECRET=${tokens.signingSecret}`,
    `SLACK_API_URL=${apiUrl}`,
    '',
    'and let it ask there instead of slack.com, which is all that Bolt must be told:',
    '',
    '  new App({',
    '    token: process.env.SLACK_BOT_TOKEN,',
    ...(app.socketMode
      ? ['    appToken: process.env.SLACK_APP_TOKEN,', '    socketMode: true,']
      : ['    signingSecret: process.env.SLACK_SIGNING_SECRET,']),
    '    clientOptions: { slackApiUrl: process.env.SLACK_API_URL },',
    '  });',
    '',
    ...(app.requestUrl === undefined ? [] : [`What happens is sent to ${app.requestUrl}.`]),
    `What passes, faults, clock and limits: ${url}/traffic, or for scripts ${url}/control/… with the token ${tokens.control}`,
    folder === undefined
      ? 'Nothing is kept: with --folder, messages and tokens stay the same from one start to the next.'
      : `Messages and tokens are kept in ${folder}.`,
    ...(isLoopback(host) ? [] : [`It listens on ${host}: whoever reaches it there can act as everybody in it.`]),
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}
