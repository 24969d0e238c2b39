import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { EntryKind } from '../core/entry.ts';
import { freezesIn, liftFreezes, putFreeze } from '../store/holds.ts';
import { locksIn } from '../store/glance.ts';
import { append } from '../store/log.ts';
import { wantMessage } from '../store/messages.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { refusalToLook } from './looking.ts';

/** Holds back everything that changes the environment, until then or until somebody lifts it; all of its channel are told. */
export function freeze(
  deps: Deps,
  { environment, reason, until }: { readonly environment: string; readonly reason: string; readonly until?: Date },
  caller: Caller,
): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment, does: `freeze ${environment}` });
    if (refusal) return refusal;
    const body = { reason, ...(until && { until: until.toISOString() }) };
    const isNew = await tell(tx, deps, { kind: 'frozen', environment, body }, caller);
    if (isNew) await putFreeze(tx, { environment, reason, owner: caller.by, until: until ?? null });
    return { is: 'told', view: 'sentence', value: { text: `${environment} is frozen. \`unfreeze\` lifts it.` } };
  }, 'somebody waits');
}

export function unfreeze(deps: Deps, environment: string, caller: Caller): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment, does: `lift the freeze of ${environment}` });
    if (refusal) return refusal;
    const lifted = await liftFreezes(tx, environment, caller.by, deps.clock());
    if (lifted === 0) return { is: 'refused', why: `${environment} is not frozen. Nothing was changed.`, next: 'locks' };
    await tell(tx, deps, { kind: 'unfrozen', environment, body: {} }, caller);
    return { is: 'told', view: 'sentence', value: { text: `${environment} is not frozen any more. What waited goes on within seconds.` } };
  }, 'somebody waits');
}

/** What holds work back: freezes, and the locks of runs. */
export async function holdList({ store, clock }: Deps, environment: string): Promise<Answer> {
  const [freezes, locks] = await Promise.all([freezesIn(store, environment, clock()), locksIn(store, environment)]);
  return { is: 'told', view: 'holds', value: { environment, freezes, locks } };
}

/** Logs it once, and says it in the channel of the environment; false when it was said already. */
async function tell(
  tx: Tx,
  { settings }: Deps,
  { kind, environment, body }: { readonly kind: EntryKind; readonly environment: string; readonly body: Readonly<Record<string, unknown>> },
  { by, key }: Caller,
): Promise<boolean> {
  const seq = await append(tx, { kind, key: `${kind}:${key}`, environment, by, body });
  if (seq === undefined) return false;
  for (const { channel } of settings.environments.filter(({ name }) => name === environment))
    await wantMessage(tx, { key: `freeze-${seq}`, subject: 'log', subjectId: seq, view: 'freeze', channel });
  return true;
}
