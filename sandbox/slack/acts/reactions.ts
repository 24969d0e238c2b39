import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import type { World } from '../world.ts';

/** Adds the user's reaction. Throws `already_reacted`. `name` is canonical. */
export function react(world: World, message: Message, user: string, name: string): void {
  const existing = message.reactions.find((reaction) => reaction.name === name);
  if (existing?.users.includes(user)) throw new SlackError('already_reacted');
  const reactions = existing
    ? message.reactions.map((reaction) => (reaction === existing ? { name, users: [...reaction.users, user] } : reaction))
    : [...message.reactions, { name, users: [user] }];
  world.store.record({ is: 'changed', message: { ...message, reactions } });
  publish(world, eventKinds.reactionAdded, message.channel, reactionEvent(world, 'reaction_added', message, user, name));
}

/** Takes the user's reaction back. Throws `no_reaction`. */
export function unreact(world: World, message: Message, user: string, name: string): void {
  const existing = message.reactions.find((reaction) => reaction.name === name && reaction.users.includes(user));
  if (!existing) throw new SlackError('no_reaction');
  const reactions = message.reactions
    .map((reaction) => (reaction === existing ? { name, users: reaction.users.filter((id) => id !== user) } : reaction))
    .filter(({ users }) => users.length > 0);
  world.store.record({ is: 'changed', message: { ...message, reactions } });
  publish(world, eventKinds.reactionRemoved, message.channel, reactionEvent(world, 'reaction_removed', message, user, name));
}

function reactionEvent(
  { store }: World,
  type: string,
  { channel, ts, user: author }: Message,
  user: string,
  reaction: string,
): Record<string, unknown> {
  return { type, user, reaction, item_user: author, item: { type: 'message', channel, ts }, event_ts: store.timestamp() };
}
