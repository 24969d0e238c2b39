import { randomBytes } from 'node:crypto';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';

/** What an event needs in the manifest: the name of its subscription, and the scope that goes with it. */
export interface EventKind {
  readonly subscription: string;
  /** None: the subscription alone is enough. */
  readonly scope?: string;
}

export const eventKinds = {
  homeOpened: { subscription: 'app_home_opened' },
  mention: { subscription: 'app_mention', scope: 'app_mentions:read' },
  channelMessage: { subscription: 'message.channels', scope: 'channels:history' },
  groupMessage: { subscription: 'message.groups', scope: 'groups:history' },
  directMessage: { subscription: 'message.im', scope: 'im:history' },
  reactionAdded: { subscription: 'reaction_added', scope: 'reactions:read' },
  reactionRemoved: { subscription: 'reaction_removed', scope: 'reactions:read' },
  groupChanged: { subscription: 'subteam_members_changed', scope: 'usergroups:read' },
  userChanged: { subscription: 'user_change', scope: 'users:read' },
  left: { subscription: 'member_left_channel', scope: 'channels:read' },
  fileShared: { subscription: 'file_shared', scope: 'files:read' },
  fileDeleted: { subscription: 'file_deleted', scope: 'files:read' },
  leftPrivate: { subscription: 'member_left_channel', scope: 'groups:read' },
  joined: { subscription: 'member_joined_channel', scope: 'channels:read' },
  joinedPrivate: { subscription: 'member_joined_channel', scope: 'groups:read' },
  archived: { subscription: 'channel_archive', scope: 'channels:read' },
  archivedPrivate: { subscription: 'group_archive', scope: 'groups:read' },
  unarchived: { subscription: 'channel_unarchive', scope: 'channels:read' },
  unarchivedPrivate: { subscription: 'group_unarchive', scope: 'groups:read' },
} satisfies Record<string, EventKind>;

/** Sends an event to the application, if it subscribed to it, has the scope, and is in the channel, where the event is about one. */
export function publish(world: World, kind: EventKind, channelId: string | undefined, event: Readonly<Record<string, unknown>>): void {
  const { manifest, store, redelivery, secrets } = world;
  if (!manifest.events.includes(kind.subscription) || (kind.scope !== undefined && !manifest.scopes.includes(kind.scope))) return;
  if (channelId !== undefined && !store.channel(channelId)?.members.includes(app.userId)) return;
  redelivery.send({
    token: secrets.verification,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(world.now().getTime() / 1000),
    authorizations: [{ enterprise_id: null, team_id: team.id, user_id: app.userId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: isShared(world, channelId),
    event_context: `4-${channelId ?? team.id}`,
  });
}

/** Whether somebody of another company reads along. */
function isShared({ store, people }: World, channelId: string | undefined): boolean {
  const members = channelId === undefined ? [] : (store.channel(channelId)?.members ?? []);
  return members.some((id) => people.find(id)?.kind === 'stranger');
}
