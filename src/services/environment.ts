import type { Refusal } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Settings } from '../core/settings.ts';
import { environmentOfThread } from '../store/messages.ts';
import type { Deps } from './deps.ts';

/** The environment that is meant: named, that of the thread, bound to the channel, or the only one. */
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
  const about = environments.find(({ name }) => name === caller.place.environment);
  if (about) return about;
  const bound = environments.filter(({ channel, incidents }) => channel === caller.place.channel || incidents === caller.place.channel);
  const one = bound.length === 1 ? bound[0] : environments.length === 1 ? environments[0] : undefined;
  return one ?? { is: 'refused', why: `Which environment? Add \`--env\` with one of: ${names.join(', ')}.` };
}

/** In the thread of a card or of an incident its environment is meant, where there is more than one to choose from. */
export async function placed(deps: Pick<Deps, 'settings' | 'store'>, caller: Caller): Promise<Caller> {
  const { channel, thread } = caller.place;
  if (thread === undefined || deps.settings.environments.length < 2) return caller;
  const environment = await environmentOfThread(deps.store, channel, thread);
  return environment === undefined ? caller : { ...caller, place: { ...caller.place, environment } };
}
