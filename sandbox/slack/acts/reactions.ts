import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import type { World } from '../world.ts';

/** Slack's help pages: so many different emoji on one message, and so many of one person. */
const MOST_EMOJI = 50;
const MOST_OF_ONE_PERSON = 23;

/** Adds the user's reaction. Throws `already_reacted`, `too_many_emoji` or `too_many_reactions`. `name` is canonical. */
export function react(world: World, message: Message, user: string, name: string): void {
  const existing = message.reactions.find((reaction) => reaction.name === name);
  if (existing?.users.includes(user)) throw new SlackError('already_reacted');
  if (!existing && message.reactions.length >= MOST_EMOJI) throw new SlackError('too_many_emoji');
  if (message.reactions.filter(({ users }) => users.includes(user)).length >= MOST_OF_ONE_PERSON)
    throw new SlackError('too_many_reactions');
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
