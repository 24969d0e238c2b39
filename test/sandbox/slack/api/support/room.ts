import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLevel, WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { WorkspaceOptions } from '../../../../../sandbox/slack/open.ts';
import { open } from '../../support/open.ts';
import { users } from '../../support/workspace.ts';

/** What an application is granted that may do all that the tests are about. */
const allScopes = ['channels', 'groups', 'im', 'mpim']
  .flatMap((kind) => [`${kind}:read`, `${kind}:history`])
  .concat('channels:join', 'channels:manage', 'groups:write', 'im:write', 'mpim:write', 'chat:write', 'chat:write.customize')
  .concat('app_mentions:read', 'commands', 'emoji:read', 'reactions:read', 'reactions:write', 'team:read', 'users:read');

const allEvents = [
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'member_joined_channel',
  'member_left_channel',
];

/** A workspace whose manifest grants what the test says: everything, or no more than `scopes`, or all but those `without`. */
interface RoomOptions extends Partial<Pick<WorkspaceOptions, 'limits'>> {
  readonly scopes?: readonly string[];
  readonly without?: readonly string[];
  readonly events?: readonly string[];
  /** The text of a setup.yml, where the default people do not do. */
  readonly setup?: string;
}

export type Name = keyof typeof users;

/** An opened workspace with clients of Slack's own SDK, unchanged but for the address. */
export interface Room {
  readonly place: Awaited<ReturnType<typeof open>>;
  readonly bot: WebClient;
  readonly as: (who: Name, options?: WebClientOptions) => WebClient;
}

/** Opens a workspace that ends with the test. */
export async function room({ scopes = allScopes, without = [], events = allEvents, setup, limits }: RoomOptions = {}): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), 'slack-room-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  const manifest = join(folder, 'manifest.yml');
  const granted = scopes.filter((scope) => !without.includes(scope));
  await writeFile(manifest, manifestWith(granted, events));
  if (setup !== undefined) await writeFile(join(folder, 'setup.yml'), setup);
  const place = await open({
    manifest,
    ...(setup === undefined ? {} : { setup: join(folder, 'setup.yml') }),
    ...(limits === undefined ? {} : { limits }),
  });
  const as = (who: Name, options: WebClientOptions = {}): WebClient => {
    const { bot, people } = place.world.secrets;
    const token = who === 'bot' ? bot : people[users[who]];
    return new WebClient(token, { slackApiUrl: `${place.world.url}/api/`, logLevel: LogLevel.ERROR, ...options });
  };
  return { place, as, bot: as('bot') };
}

function manifestWith(scopes: readonly string[], events: readonly string[]): string {
  return stringify({
    display_information: { name: 'Tester' },
    features: {
      bot_user: { display_name: 'tester' },
      slash_commands: [{ command: '/try', description: 'Try something', should_escape: true }],
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: { event_subscriptions: { bot_events: events }, interactivity: { is_enabled: true }, socket_mode_enabled: true },
  });
}

/** What Slack says against a call, or `ok`; the answer's other fields come with `refusal`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return (await refusal(call))?.error ?? 'ok';
}

/** The answer of a call that Slack refused, as the SDK gives it to whoever called. */
export async function refusal(call: Promise<unknown>): Promise<WebAPIPlatformError['data'] | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data;
    throw error;
  }
}
