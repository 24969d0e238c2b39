import type { Inhabitant, Setup } from './setup.ts';
import type { Store } from './state/store.ts';

/** The people of the workspace as they are now. */
export interface People {
  all(): readonly Inhabitant[];
  find(id: string): Inhabitant | undefined;
  named(name: string): Inhabitant | undefined;
}

/** Those of the setup, with what has become of them since. */
export function createPeople({ people }: Setup, store: Pick<Store, 'isDeactivated'>): People {
  const asNow = (person: Inhabitant): Inhabitant => {
    const deactivated = store.isDeactivated(person.id);
    if (deactivated === undefined) return person;
    if (deactivated) return { ...person, kind: 'deactivated' };
    return person.kind === 'deactivated' ? { ...person, kind: 'member' } : person;
  };
  const found = (person: Inhabitant | undefined): Inhabitant | undefined => person && asNow(person);
  return {
    all: () => people.map(asNow),
    find: (id) => found(people.find((person) => person.id === id)),
    named: (name) => found(people.find((person) => person.name === name)),
  };
}

/** Somebody who belongs to an application and not to a body. */
export function isBot({ kind }: Inhabitant): boolean {
  return kind === 'bot';
}

/** The bot id of a bot of another application, derived from its user id as there is nothing else to name it. */
export function botIdOf(userId: string): string {
  return userId.replace(/^[UW]/, 'B');
}

/** A guest, or somebody of another workspace, sees no more than the channels that they are in. */
export function isOutsider({ kind }: Inhabitant): boolean {
  return kind === 'guest' || kind === 'single_channel_guest' || kind === 'stranger';
}
