import { addDays } from 'date-fns/addDays';
import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import { gate, mayApprove } from '../core/gate.ts';
import type { Person, Policy } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import { minute } from '../lib/words.ts';
import { append, entriesOfRun } from '../store/log.ts';
import { lockRun, move, runById } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { appendSaid } from './say.ts';
import { announce } from './deps.ts';
import { policyOf, speaker } from './gatekeeper.ts';
import { request } from './request.ts';

type Moved = readonly [Answer, (Run | undefined)?];

/** A person asks for a run to be stopped: at once before it starts, at the next safe point while it runs. */
export function cancel(deps: Deps, id: number, caller: Caller): Promise<Answer> {
  return decide(deps, id, caller, async (tx, run, by, policy) => {
    if (run.by !== by.id && !mayDirect(by, policy, deps.clock()))
      return [{ is: 'refused', why: 'Only who asked for it, or who may approve it, can cancel it.', next: `show ${run.id}` }];
    if (run.state === 'ended')
      return [{ is: 'refused', why: `Run ${run.id} has ended already (${run.outcome ?? ''}).`, next: `show ${run.id}` }];
    if (run.state === 'interrupted')
      return [{ is: 'refused', why: `Run ${run.id} was interrupted in the middle: resume it or abandon it.`, next: `abandon ${run.id}` }];
    if (run.state === 'running') {
      await move(tx, run.id, ['running'], { cancelBy: by.id });
      await append(tx, { kind: 'cancel asked', environment: run.environment, run: run.id, by: by.id });
      return [{ is: 'recorded', runId: run.id, say: `Run ${run.id} stops at the next safe point and cleans up.` }];
    }
    const begun = (await entriesOfRun(tx, run.id)).some(({ kind }) => kind === 'started');
    if (begun) return [{ is: 'refused', why: `Run ${run.id} has begun its steps: abandon it instead.`, next: `abandon ${run.id}` }];
    await move(tx, run.id, ['requested', 'waiting', 'ready'], {
      state: 'ended',
      outcome: 'cancelled',
      cancelBy: by.id,
      held: null,
      release: true,
    });
    await appendSaid(tx, run, { kind: 'ended', by: by.id, body: { outcome: 'cancelled' } });
    return [{ is: 'recorded', runId: run.id, say: `Run ${run.id} is cancelled. Nothing was changed.` }];
  });
}

/** interrupted → ready: go on after the last finished step, or clean up. Double clicks meet a moved row. */
export function takeUp(deps: Deps, id: number, aim: 'finish' | 'clean up', caller: Caller): Promise<Answer> {
  return decide(deps, id, caller, async (tx, run, by, policy) => {
    if (run.state !== 'interrupted')
      return [
        {
          is: 'refused',
          why: `Run ${run.id} is not interrupted: it is ${run.state === 'ended' ? (run.outcome ?? 'ended') : run.state}.`,
          next: `show ${run.id}`,
        },
      ];
    if (run.settled < run.attempt)
      return [
        {
          is: 'refused',
          why:
            run.held === null
              ? `Run ${run.id} is being brought back to a state that serves. Ask again in a few seconds.`
              : `Run ${run.id} could not be brought back to a state that serves yet: ${run.held}.`,
          next: `show ${run.id}`,
        },
      ];
    if (!mayDirect(by, policy, deps.clock()))
      return [{ is: 'refused', why: 'Only who may approve this task can resume or abandon it.', next: `show ${run.id}` }];
    if (aim === 'finish' && run.aim === 'clean up')
      return [{ is: 'refused', why: `Run ${run.id} was being cleaned up: it can only be cleaned up.`, next: `abandon ${run.id}` }];
    // A cancellation that came before the interruption is answered by this decision; nobody could claim the run with it.
    const moved = await move(tx, run.id, ['interrupted'], { state: 'ready', aim, why: null, held: null, notBefore: null, cancelBy: null });
    await appendSaid(tx, run, { kind: aim === 'finish' ? 'resumed' : 'abandoned', by: by.id });
    return [
      {
        is: 'recorded',
        runId: run.id,
        say:
          aim === 'finish' ? `Run ${run.id} is taken up again after its last finished step.` : `Run ${run.id} is abandoned and cleaned up.`,
      },
      moved,
    ];
  });
}

/** Undo is a new run of the task that the old one named: its own plan, its own approval. */
export async function undo(deps: Deps, id: number, caller: Caller): Promise<Answer> {
  const run = await runById(deps.store, id);
  if (!run) return { is: 'refused', why: `There is no run ${id}.`, next: 'runs' };
  const task = deps.definitions.tasks.get(run.subject);
  // An abandoned run may have done its work before it was cut: the undo's own plan looks whether there is something to take back.
  if (!task || run.plan === null || run.state !== 'ended' || run.startedAt === null)
    return { is: 'refused', why: `Run ${id} has not changed anything, so there is nothing to undo.`, next: `show ${id}` };
  if (task.risk === 'read' || !('undo' in task) || task.undo === undefined)
    return {
      is: 'refused',
      why: 'irreversible' in task ? `It cannot be undone: ${task.irreversible}` : `There is no undo for ${task.title.toLowerCase()}.`,
    };
  const until = 'undoDays' in task ? addDays(run.endedAt ?? run.startedAt, task.undoDays) : undefined;
  if (until !== undefined && until < deps.clock())
    return {
      is: 'refused',
      why: `Undo of run ${id} could be asked for until ${minute(until)}; it is not offered any more.`,
      next: `show ${id}`,
    };
  const back = task.undo(task.work.parse(run.plan.work));
  return request(deps, { subject: back.task, input: back.input, environment: run.environment, undoes: run.id }, caller);
}

function decide(
  deps: Deps,
  id: number,
  caller: Caller,
  how: (tx: Tx, run: Run, by: Person, policy: Policy) => Promise<Moved>,
): Promise<Answer> {
  return deps.store
    .transaction(async (tx): Promise<Moved> => {
      const run = await lockRun(tx, id);
      if (!run) return [{ is: 'refused', why: `There is no run ${id}.`, next: 'runs' }];
      const by = await speaker(tx, caller.by, deps.clock());
      const subject =
        deps.definitions.tasks.get(run.subject) ?? deps.definitions.checklists.get(run.subject) ?? deps.definitions.checks.get(run.subject);
      if (!subject) return [{ is: 'refused', why: `This version does not know ${run.subject}.` }];
      const policy = policyOf(deps, subject, run.environment);
      const verdict = gate({ policy, by, votes: [], holds: [], now: deps.clock() });
      if (verdict.is === 'no' && !mayApprove(by, policy, deps.clock()))
        return [{ is: 'refused', why: 'You may not decide about this run.' }];
      return how(tx, run, by, policy);
    }, 'somebody waits')
    .then(([answer, moved]) => {
      if (moved) announce(deps, moved);
      return answer;
    });
}

/** Where a task needs approvals, its approvers direct it; otherwise whoever may ask for it. */
function mayDirect(by: Person, policy: Policy, now: Date): boolean {
  if (policy.approvals.length > 0) return mayApprove(by, policy, now);
  return gate({ policy, by, votes: [], holds: [], now }).is === 'go';
}
