import { addSeconds } from 'date-fns/addSeconds';
import { story } from '../core/errors.ts';
import { worst } from '../core/finding.ts';
import type { Run } from '../core/run.ts';
import { foreign } from '../lib/foreign.ts';
import { putFindings } from '../store/findings.ts';
import { lockRun, move } from '../store/runs.ts';
import type { Lease } from './lease.ts';
import { portsFor } from './look.ts';
import { receipt } from './perform.ts';
import type { WorkerDeps } from './deps.ts';
import { appendSaid } from './say.ts';

const settleLimitMs = 5 * 60 * 1000;
const againSeconds = 5;

/** After an interruption, before anybody is asked: back to a platform that serves, then look and say where things stand. */
export async function settleRun(deps: WorkerDeps, run: Run, lease: Lease): Promise<void> {
  const task = deps.definitions.tasks.get(run.subject);
  if (!task) return giveBack(deps, run);
  const problem = await settleOnce(deps, run, lease);
  const findings = [
    ...(problem === undefined ? [] : [{ status: 'critical' as const, summary: problem }]),
    ...(await receipt(deps, task, run)),
  ];
  if (lease.signal.aborted) return;
  await deps.store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    if (!locked || locked.attempt !== run.attempt || locked.state !== 'interrupted' || locked.settled >= run.attempt) return;
    await putFindings(tx, run.id, { check: 'verify', status: worst(findings), findings, tookMs: 0 });
    await move(tx, run.id, ['interrupted'], { settled: run.attempt, held: null, release: true }, run.attempt);
    await appendSaid(tx, run, { kind: 'settled', body: { receipt: findings.map(({ status, summary }) => ({ status, summary })) } });
  });
}

/** Another worker may be of the version that knows it; this one looks again in a while. */
async function giveBack(deps: WorkerDeps, run: Run): Promise<void> {
  const held = `this version does not know ${run.subject}`;
  await move(deps.store, run.id, ['interrupted'], { held, notBefore: addSeconds(deps.clock(), againSeconds), release: true }, run.attempt);
}

async function settleOnce(deps: WorkerDeps, run: Run, lease: Lease): Promise<string | undefined> {
  const task = deps.definitions.tasks.get(run.subject);
  try {
    const signal = AbortSignal.any([lease.signal, AbortSignal.timeout(settleLimitMs)]);
    const act = { ...portsFor(deps.ports, task?.needs ?? []), now: deps.clock(), signal, runId: run.id, progress: () => {} };
    await task?.settle?.(act, task.work.parse(run.plan?.work));
    return undefined;
  } catch (error) {
    return `The platform could not be brought back to serving by itself: ${foreign(story(error))}.`;
  }
}
