import { SlackError } from '../errors.ts';
import type { Manifest } from '../manifest.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import type { Caller } from './method.ts';

/** What Slack tells apart when it comes to rights: public and private channels, and direct conversations. */
export const conversationKinds = ['public_channel', 'private_channel', 'im', 'mpim'] as const;
export type ConversationKind = (typeof conversationKinds)[number];

/** A right that has another scope for each kind of conversation; any one of several is enough. */
export type Right = keyof typeof rights;

/** From Slack's reference of the methods. */
const rights = {
  history: { public_channel: ['channels:history'], private_channel: ['groups:history'], im: ['im:history'], mpim: ['mpim:history'] },
  read: { public_channel: ['channels:read'], private_channel: ['groups:read'], im: ['im:read'], mpim: ['mpim:read'] },
  manage: { public_channel: ['channels:manage'], private_channel: ['groups:write'], im: ['im:write'], mpim: ['mpim:write'] },
  invite: {
    public_channel: ['channels:manage', 'channels:write.invites'],
    private_channel: ['groups:write', 'groups:write.invites'],
    im: [],
    mpim: ['mpim:write'],
  },
} as const satisfies Record<string, Record<ConversationKind, readonly string[]>>;

export function kindOf({ direct, private: isPrivate }: Channel): ConversationKind {
  if (direct) return 'im';
  return isPrivate ? 'private_channel' : 'public_channel';
}

/** Every scope with which a method of this right can be called at all, as it stands in `x-accepted-oauth-scopes`. */
export function scopesOf(right: Right): readonly string[] {
  return Object.values<readonly string[]>(rights[right]).flat();
}

/** Throws `missing_scope` for a bot that has none of these; people may do everything that Slack's own client can. */
export function requireOneOf({ manifest }: { readonly manifest: Manifest }, { kind }: Caller, scopes: readonly string[]): void {
  if (kind !== 'bot' || scopes.length === 0 || scopes.some((scope) => manifest.scopes.includes(scope))) return;
  throw new SlackError('missing_scope', { needed: scopes.join(','), provided: manifest.scopes.join(',') });
}

/** Throws `missing_scope` for a bot that has the right for other kinds of conversation only. */
export function requireRight(world: World, caller: Caller, right: Right, kind: ConversationKind): void {
  requireOneOf(world, caller, rights[right][kind]);
}
