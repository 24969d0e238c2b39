import type { Refusal } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Settings } from '../core/settings.ts';

/** The environment that is meant: named, bound to the channel, or the only one. */
export function environmentOf(
  environments: Settings['environments'],
  named: string | undefined,
  caller: Caller,
): { readonly name: string } | Refusal {
  const names = environments.map(({ name }) => name);
  if (named !== undefined) {
    const found = environments.find(({ name }) => name === named.toLowerCase());
    return (
      found ?? {
        is: 'refused',
        why: `There is no environment \`${named.replaceAll('`', "'").slice(0, 40)}\`. There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}. Type it as in \`--env ${names[0] ?? ''}\`.`,
      }
    );
  }
  const bound = environments.filter(({ channel, incidents }) => channel === caller.place.channel || incidents === caller.place.channel);
  const one = bound.length === 1 ? bound[0] : environments.length === 1 ? environments[0] : undefined;
  return one ?? { is: 'refused', why: `Which environment? Add \`--env\` with one of: ${names.join(', ')}.` };
}
