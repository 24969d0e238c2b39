import { person } from '../store/people.ts';
import type { Message } from '../store/messages.ts';
import { messageAt, votableCards } from '../store/messages.ts';
import { mirrorOne } from './mirror.ts';
import type { ChatDeps } from './mirror.ts';
import { countReactions } from './vote.ts';

/** A reaction changed: if it is under a plan of ours, read what stands there now. */
export async function reacted(deps: ChatDeps, channel: string, ts: string): Promise<void> {
  const message = await messageAt(deps.store, channel, ts);
  if (message?.view === 'task') await readVotes(deps, message);
}

/** Reads every open plan's reactions: votes that were cast while the bot or Slack was away count now. */
export async function readAllVotes(deps: ChatDeps): Promise<void> {
  for (const card of await votableCards(deps.store)) await readVotes(deps, card);
}

export async function readVotes(deps: ChatDeps, card: Message): Promise<void> {
  if (card.ts === null) return;
  const seen = await deps.messenger.reactions(card.channel, card.ts);
  if (!seen) return;
  for (const id of new Set(seen.flatMap(({ people }) => people))) await meet(deps, id);
  await countReactions(deps, card, seen, deps.messenger.self);
}

/** Votes of somebody who is not mirrored yet can only be judged after looking them up. */
async function meet(deps: ChatDeps, id: string): Promise<void> {
  if (id === deps.messenger.self) return;
  const known = await person(deps.store, id);
  if (known && deps.clock().getTime() - known.checkedAt.getTime() < 23 * 3_600_000) return;
  await mirrorOne(deps, id);
}
