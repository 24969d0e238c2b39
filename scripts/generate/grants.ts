import type { AppsManifestCreateArguments } from '@slack/web-api';

/** Slack's own shape of an app's manifest. */
export type Manifest = AppsManifestCreateArguments['manifest'];
/** A permission that a bot token may hold, as Slack spells it. */
export type Scope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];
/** An event that Slack can deliver to a bot, as Slack spells it. */
export type Event = NonNullable<NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>['bot_events']>[number];

// Public and private channels have scopes of their own for the same call.
const history: readonly Scope[] = ['channels:history', 'groups:history'];
const channels: readonly Scope[] = ['channels:read', 'groups:read'];

const scopesOfMethods: Readonly<Record<string, readonly Scope[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': history,
  'conversations.info': channels,
  'conversations.members': channels,
  'conversations.replies': history,
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};

const scopesOfEvents: Readonly<Record<string, { readonly event: Event; readonly scopes: readonly Scope[] }>> = {
  app_home_opened: { event: 'app_home_opened', scopes: [] },
  app_mention: { event: 'app_mention', scopes: ['app_mentions:read'] },
  member_joined_channel: { event: 'member_joined_channel', scopes: channels },
  member_left_channel: { event: 'member_left_channel', scopes: channels },
  reaction_added: { event: 'reaction_added', scopes: ['reactions:read'] },
  reaction_removed: { event: 'reaction_removed', scopes: ['reactions:read'] },
  subteam_members_changed: { event: 'subteam_members_changed', scopes: ['usergroups:read'] },
  user_change: { event: 'user_change', scopes: ['users:read'] },
};

/** What the bot must be granted for what its source does, sorted and without repetition. */
export interface Grants {
  readonly scopes: readonly Scope[];
  readonly events: readonly Event[];
}

/** Reads the calls (`client.chat.postMessage(`) and listeners (`app.event('…'`) of source texts. Throws when a table above lacks one. */
export function grantsFor(sources: readonly string[]): Grants {
  const all = sources.join('\n');
  const methods = [...all.matchAll(/\bclient\.((?:\w+\.)+\w+)\(/g)].flatMap(([, name = '']) => known(scopesOfMethods, 'method', name));
  const events = [...all.matchAll(/\bapp\.event\(\s*'([\w.]+)'/g)].map(([, name = '']) => known(scopesOfEvents, 'event', name));
  const scopes = [...methods, ...events.flatMap(({ scopes: needed }) => needed), 'commands' as const];
  return { scopes: [...new Set(scopes)].toSorted(), events: [...new Set(events.map(({ event }) => event))].toSorted() };
}

function known<Value>(table: Readonly<Record<string, Value>>, kind: string, name: string): Value {
  const value = table[name];
  if (value === undefined) throw new Error(`scripts/generate/grants.ts does not know which scopes the ${kind} ${name} needs: add it`);
  return value;
}
