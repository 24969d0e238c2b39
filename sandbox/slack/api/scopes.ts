import { isFields } from '../blocks/problem.ts';
import { app } from '../identity.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import type { RawArguments } from './method.ts';

/** The scope that a call needs: always the same, none, or one that depends on what is asked about. */
export type Scope = string | ((world: World, raw: RawArguments) => string) | undefined;

type Kind = 'channels' | 'groups' | 'im';

/** The word with which the scopes of such a conversation begin. */
export function kindOf({ direct, private: isPrivate }: Channel): Kind {
  if (direct) return 'im';
  return isPrivate ? 'groups' : 'channels';
}

/** Reading needs a scope of its own for each kind of conversation. One that nobody knows is asked for as a channel: the method itself says that there is none. */
export function forConversation(right: 'read' | 'history'): Scope {
  return (world, raw) => `${kindNamed(world, raw['channel'])}:${right}`;
}

function kindNamed({ store }: World, id: unknown): Kind {
  const channel = typeof id === 'string' ? store.channel(id) : undefined;
  // Of a private conversation in which it is not, the application must not learn more than of none.
  return channel && (!channel.private || channel.members.includes(app.userId)) ? kindOf(channel) : 'channels';
}

/** Inviting, removing and archiving: by kind of channel. */
export const forManaging: Scope = (world, raw) => (kindNamed(world, raw['channel']) === 'groups' ? 'groups:write' : 'channels:manage');

const ofType: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

/** A list needs the scopes of all the types in it; the first that is missing is named. */
export const forTypes: Scope = ({ manifest }, raw) => {
  const given = typeof raw['types'] === 'string' ? raw['types'].split(',') : ['public_channel'];
  const needed = given.flatMap((type) => ofType[type.trim()] ?? []);
  return needed.find((scope) => !manifest.scopes.includes(scope)) ?? needed[0] ?? 'channels:read';
};

/** Another name or picture than its own needs a scope besides. */
export const forWriting: Scope = ({ manifest }, raw) => {
  const isDisguised = ['username', 'icon_url', 'icon_emoji'].some((name) => raw[name] !== undefined && !isFields(raw[name]));
  return manifest.scopes.includes('chat:write') && isDisguised ? 'chat:write.customize' : 'chat:write';
};
