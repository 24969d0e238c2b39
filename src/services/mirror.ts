import type { Messenger } from '../ports/messenger.ts';
import { person, upsertPeople } from '../store/people.ts';
import { countReactions } from './vote.ts';
import type { Message } from '../store/messages.ts';
import { messageAt, votableCards } from '../store/messages.ts';
import type { Deps } from './deps.ts';

export interface ChatDeps extends Deps {
  readonly messenger: Messenger;
}

const lookUpLimitMs = 1000;
const mirrorLimitMs = 10_000;

/** Who is in the bound channels, and in which groups: what the gate must know about people. */
export async function mirrorPeople(deps: ChatDeps): Promise<void> {
  const groups = await deps.messenger.groups();
  const channels = [...new Set(deps.settings.environments.map(({ channel }) => channel))];
  const lists = await Promise.all(channels.map((channel) => deps.messenger.members(channel)));
  const named = deps.settings.rules
    .flatMap(({ ask = [], approve = [] }) => [...ask, ...approve])
    .flatMap((one) => (one !== 'members' && 'user' in one ? [one.user] : []));
  for (const id of new Set([...lists.flat(), ...named])) await mirrorOne(deps, id, groups);
}

/** Looks one person up and stores what Slack said; somebody whom Slack does not know is left as they were. */
export async function mirrorOne(deps: ChatDeps, id: string, known?: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const groups = known ?? (await deps.messenger.groups());
  const found = await deps.messenger.person(id, mirrorLimitMs);
  if (!found) return;
  const of = Object.entries(groups).flatMap(([group, people]) => (people.includes(id) ? [group] : []));
  await deps.store.transaction((tx) => upsertPeople(tx, [{ ...found, groups: of }]));
}

/** For somebody never seen before, asked while they wait: one look-up of at most a second. */
export function lookUpNow(deps: ChatDeps): (id: string) => ReturnType<Messenger['person']> {
  return async (id) => {
    try {
      return await deps.messenger.person(id, lookUpLimitMs);
    } catch (err) {
      deps.log.warn({ err }, 'somebody could not be looked up');
      return undefined;
    }
  };
}

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
