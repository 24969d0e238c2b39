import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import { cardOf, wantFiles } from '../store/messages.ts';
import { runById } from '../store/runs.ts';
import type { Deps } from './deps.ts';
import { refusalToLook } from './looking.ts';

/** Asks for the files of what a run has found: they come into its thread, once. */
export async function askForFiles(deps: Deps, id: number, caller: Caller): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    const run = await runById(tx, id);
    if (!run) return { is: 'refused', why: `There is no run ${id}.`, next: 'runs' };
    const { environment } = run;
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment, does: `read what is kept of ${environment}` });
    if (refusal) return refusal;
    if (run.kind === 'task')
      return { is: 'refused', why: `Run ${id} is a task: only checks and checklists find anything.`, next: `show ${id}` };
    if (run.state !== 'ended')
      return { is: 'refused', why: `Run ${id} is not over yet (${run.state}). Try again in a moment.`, next: `show ${id}` };
    const card = await cardOf(tx, id);
    if (!card)
      return {
        is: 'refused',
        why: `Run ${id} was answered to one person only, so it has no thread. Ask once more with \`--public\`, or by \`run ${run.subject}\`.`,
      };
    const isNew = await wantFiles(tx, run, card);
    return {
      is: 'told',
      view: 'sentence',
      value: {
        text: isNew ? `The files of run ${id} come into its thread in a moment.` : `The files of run ${id} are in its thread already.`,
      },
    };
  }, 'somebody waits');
}
