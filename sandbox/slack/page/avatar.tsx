import type { JSX } from 'preact';
import { nameOf, useSession } from './session.ts';

/** The first letter of a name in the colour of its owner; a picture for the eye only. */
export function Avatar({ userId, small = false }: { readonly userId: string; readonly small?: boolean }): JSX.Element {
  const session = useSession();
  const person = session.start.people.find(({ id }) => id === userId);
  const letters = nameOf(session, userId).slice(0, 1).toUpperCase();
  return (
    <span class={small ? 'avatar small' : 'avatar'} style={person ? { background: `#${person.color}` } : {}} aria-hidden="true">
      {letters}
    </span>
  );
}
