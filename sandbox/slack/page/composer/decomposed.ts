import { nameOf, type Session } from '../session.ts';

/** A message's mark-up as one would have typed it: names in the place of tokens. */
export function decompose(text: string, session: Session): string {
  return text
    .replaceAll(/<([@#!])([^>|]*)(?:\|([^>]*))?>/g, (_whole, sign: string, id: string, label: string | undefined) =>
      nameFor(sign, id, label, session),
    )
    .replaceAll(/<(https?:[^>|]*)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function nameFor(sign: string, id: string, label: string | undefined, session: Session): string {
  if (sign === '@') return `@${nameOf(session, id)}`;
  if (sign === '#') return `#${session.channels.find((channel) => channel.id === id)?.name ?? label ?? id}`;
  const group = id.startsWith('subteam^') ? session.start.groups.find((each) => `subteam^${each.id}` === id)?.handle : id;
  return label ?? `@${group ?? id}`;
}
