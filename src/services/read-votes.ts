import { MessengerError } from '../ports/messenger.ts';
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

/** Reads every open plan's reactions: votes that were cast while the bot or Slack was away count now. One card that cannot be read keeps no other waiting. */
export async function readAllVotes(deps: ChatDeps): Promise<void> {
  for (const card of await votableCards(deps.store)) {
    try {
      await readVotes(deps, card);
    } catch (err) {
      if (!(err instanceof MessengerError)) throw err;
      deps.log.warn({ run: card.subjectId, channel: card.channel, err }, 'votes could not be read');
    }
  }
}

export async function readVotes(deps: ChatDeps, card: Message): Promise<void> {
  if (card.ts === null) return;
  const seen = await deps.messenger.reactions(card.channel, card.ts);
  if (!seen) return;
  const unmet = new Set<string>();
  for (const id of new Set(seen.flatMap(({ people }) => people))) if (!(await meet(deps, id))) unmet.add(id);
  await countReactions(deps, card, seen, deps.messenger.self, unmet);
}

/** Votes of somebody who is not mirrored yet can only be judged after looking them up; false when Slack does not say now who they are. */
async function meet(deps: ChatDeps, id: string): Promise<boolean> {
  if (id === deps.messenger.self) return true;
  const known = await person(deps.store, id);
  if (known && deps.clock().getTime() - known.checkedAt.getTime() < 23 * 3_600_000) return true;
  try {
    await mirrorOne(deps, id);
    return true;
  } catch (err) {
    if (!(err instanceof MessengerError)) throw err;
    deps.log.warn({ person: id, err }, 'a voter could not be looked up');
    return err.trouble.is === 'refused';
  }
}
