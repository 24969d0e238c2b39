import type { Refusal } from '../core/answer.ts';
import { mayAsk } from '../core/gate.ts';
import type { Person, Policy } from '../core/gate.ts';
import { policyFor } from '../core/settings.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { speaker, whoMay } from './gatekeeper.ts';

/** Whoever may ask for reads there, and whom a rule names, since they must be able to read what they decide about. */
function lookPolicy({ settings }: Pick<Deps, 'settings'>, environment: string): Policy {
  const read = policyFor(settings, 'health', environment, 'read');
  const named = settings.rules
    .filter((rule) => rule.environment === undefined || rule.environment === environment)
    .flatMap(({ ask = [], approve = [] }) => [...ask, ...approve]);
  return { ...read, ask: [...read.ask, ...named] };
}

/** Whether this person sees anything of an environment. */
export function mayLook(deps: Pick<Deps, 'settings' | 'clock'>, person: Person, environment: string): boolean {
  return mayAsk(person, lookPolicy(deps, environment), deps.clock());
}

/**
 * What needs no approval is for whoever sees the environment: undefined for them, and for everybody else why not.
 * `does` are the words after “You may not”.
 */
export async function refusalToLook(
  tx: Tx,
  deps: Pick<Deps, 'settings' | 'clock'>,
  { by, environment, does }: { readonly by: string; readonly environment: string; readonly does: string },
): Promise<Refusal | undefined> {
  const person = await speaker(tx, by, deps.clock());
  if (mayLook(deps, person, environment)) return undefined;
  return { is: 'refused', why: `You may not ${does}. ${whoMay}`, next: 'help' };
}
