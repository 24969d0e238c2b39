import type { Principal } from '../core/gate.ts';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger } from '../ports/messenger.ts';
import { upsertPeople } from '../store/people.ts';
import type { LookUp } from './answer.ts';
import type { Deps } from './deps.ts';

export interface ChatDeps extends Deps {
  readonly messenger: Messenger;
}

const lookUpLimitMs = 1000;

/** Who is in each of the user groups that the configuration names. */
type Groups = ReadonlyMap<string, readonly string[]>;

/** Who is in the bound channels and in the named groups: what the gate must know about people. */
export async function mirrorPeople(deps: ChatDeps): Promise<void> {
  const groups = await readGroups(deps);
  const channels = [...new Set(deps.settings.environments.map(({ channel }) => channel))];
  const lists = await Promise.all(channels.map((channel) => deps.messenger.members(channel)));
  const named = principals(deps).flatMap((one) => ('user' in one ? [one.user] : []));
  for (const id of new Set([...lists.flat(), ...[...groups.values()].flat(), ...named])) await mirrorOne(deps, id, groups);
}

/** Looks one person up and stores what Slack said; somebody whom Slack does not know is left as they were. */
export async function mirrorOne(deps: ChatDeps, id: string, known?: Groups): Promise<void> {
  const found = await lookUp(deps, id, known);
  if (found) await deps.store.transaction((tx) => upsertPeople(tx, [found]));
}

/** For somebody never seen before, asked while they wait: what Slack does not say within a second is not waited for. */
export function lookUpNow(deps: ChatDeps): LookUp {
  return async (id) => {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), lookUpLimitMs).unref();
    });
    try {
      return await Promise.race([lookUp(deps, id), late]);
    } catch (err) {
      deps.log.warn({ err }, 'somebody could not be looked up');
      return undefined;
    }
  };
}

/** What somebody is, and in which of the named groups: one without the other would be stored as if it were both. */
async function lookUp(deps: ChatDeps, id: string, known?: Groups): ReturnType<LookUp> {
  const [found, groups] = await Promise.all([deps.messenger.person(id), known ?? readGroups(deps)]);
  return found && { ...found, groups: [...groups].flatMap(([group, people]) => (people.includes(id) ? [group] : [])) };
}

async function readGroups(deps: ChatDeps): Promise<Groups> {
  const ids = new Set(principals(deps).flatMap((one) => ('group' in one ? [one.group] : [])));
  return new Map(await Promise.all([...ids].map(async (id) => [id, await groupMembers(deps, id)] as const)));
}

/** Groups are a paid feature, and can be removed: in one that Slack refuses there is nobody. */
async function groupMembers({ messenger, log }: ChatDeps, group: string): Promise<readonly string[]> {
  try {
    return await messenger.groupMembers(group);
  } catch (error) {
    if (!(error instanceof MessengerError) || error.trouble.is !== 'refused') throw error;
    log.warn({ group, code: error.trouble.code }, 'a user group named in the configuration cannot be read: nobody is in it');
    return [];
  }
}

/** Everybody and every group that a rule names. */
function principals({ settings }: ChatDeps): readonly Exclude<Principal, 'members'>[] {
  return settings.rules.flatMap(({ ask = [], approve = [] }) => [...ask, ...approve]).filter((one) => one !== 'members');
}
