import { taskOffers } from '../core/checklist.ts';
import type { Checklist, Offer, TaskOffer } from '../core/checklist.ts';
import type { Definitions } from '../core/definitions.ts';
import type { Run } from '../core/run.ts';
import type { Schedule } from '../core/settings.ts';
import { runByKey } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';

/** What a checklist offers; with the number of the run where its schedule has asked for it already. */
export interface OfferLine extends Offer {
  readonly asked?: number;
}

/** The offers whose tasks the configuration lets this schedule ask for. */
export function offersRun({ checklists }: Definitions, { id, runs = [] }: Schedule): readonly TaskOffer[] {
  return taskOffers(checklists.get(id) ?? {}).filter(({ asks }) => runs.includes(asks.task));
}

/** A task of a schedule bears the key of the list with which it was asked for, so that both are made once and find each other. */
export function keyOfTask(key: string, task: string): string {
  return `${key}:${task}`;
}

/** The offers of the list as they stand under this run of it. */
export async function offersUnder(tx: Tx, { offers = [] }: Checklist, run: Pick<Run, 'key' | 'via'>): Promise<readonly OfferLine[]> {
  const lines: OfferLine[] = [];
  for (const offer of offers) {
    const asked = run.via === 'schedule' && offer.asks ? await runByKey(tx, keyOfTask(run.key, offer.asks.task)) : undefined;
    lines.push(asked ? { ...offer, asked: asked.id } : offer);
  }
  return lines;
}
