import type { Run } from '../core/run.ts';
import { append } from '../store/log.ts';
import type { NewEntry } from '../store/log.ts';
import { cardOf, wantMessage } from '../store/messages.ts';
import type { Tx } from '../store/store.ts';

/** Appends a row of a run and says it as a line in the thread of the run's card: an edited card notifies nobody. */
export async function appendSaid(
  tx: Tx,
  run: Pick<Run, 'id' | 'environment'>,
  entry: Omit<NewEntry, 'run' | 'environment'>,
): Promise<void> {
  const seq = await append(tx, { ...entry, environment: run.environment, run: run.id });
  const card = await cardOf(tx, run.id);
  if (seq !== undefined && card)
    await wantMessage(tx, { key: `line-${seq}`, subject: 'log', subjectId: seq, view: 'line', channel: card.channel, parentId: card.id });
}
