import { isSchedule } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import { releaseLocks } from '../store/locks.ts';
import { append, entriesOfRun } from '../store/log.ts';
import { wantMessage } from '../store/messages.ts';
import { dueRuns, lockRun, lostRuns, move, openRuns } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import { alive } from '../store/workers.ts';
import type { Deps } from './deps.ts';
import { announce } from './deps.ts';
import { appendSaid } from './say.ts';

const maxStarts = 3;
const silenceMs = 15_000;
const noWorker = 'no worker';
const readDeadlineMs = 10 * 60 * 1000;
/** An approved run that never came to start is void so long after its votes closed. */
const readyGraceMs = 60 * 60 * 1000;

/** What every process does every few seconds, by compare-and-set only: nothing stays where a dead process left it. */
export async function sweep(deps: Deps): Promise<void> {
  for (const run of await lostRuns(deps.store)) await deps.store.transaction((tx) => workerIsGone(tx, deps, run));
  await expire(deps);
  await noticeWaiting(deps);
  for (const run of await dueRuns(deps.store)) announce(deps, run);
}

/** Reads and repeatable tasks go on elsewhere, three times at most; everything else waits for a person, settled first. */
async function workerIsGone(tx: Tx, deps: Deps, lost: Run): Promise<void> {
  const run = await lockRun(tx, lost.id);
  if (!run || run.state !== 'running' || run.attempt !== lost.attempt || run.leaseUntil === null || run.leaseUntil > deps.clock()) return;
  const task = deps.definitions.tasks.get(run.subject);
  const harmless = run.kind !== 'task' || task?.risk === 'read' || task?.repeatable === true;
  if (harmless && run.cancelBy !== null) return endLost(tx, run, 'cancelled', null);
  if (harmless && (await startsOf(tx, run)) < maxStarts) {
    await move(tx, run.id, ['running'], { state: 'ready', progress: null, release: true }, run.attempt);
    return;
  }
  const why = `its worker${run.worker === null ? '' : ` ${run.worker}`} is gone`;
  if (harmless) return endLost(tx, run, 'failed', `${why}, for the third time: the result is unknown`);
  await move(tx, run.id, ['running'], { state: 'interrupted', why, release: true }, run.attempt);
  await append(tx, {
    kind: 'interrupted',
    environment: run.environment,
    run: run.id,
    body: { why, step: run.progress?.step ?? null, does: run.progress?.does ?? null },
  });
}

/** A task's attempts count its planning and its waiting too; a check's are its starts. */
async function startsOf(tx: Tx, run: Run): Promise<number> {
  if (run.kind !== 'task') return run.attempt;
  return (await entriesOfRun(tx, run.id)).filter(({ kind }) => kind === 'started').length;
}

async function endLost(tx: Tx, run: Run, outcome: 'failed' | 'cancelled', why: string | null): Promise<void> {
  await move(tx, run.id, ['running'], { state: 'ended', outcome, why, progress: null, release: true }, run.attempt);
  await releaseLocks(tx, run.id);
  await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome, ...(why === null ? {} : { why }) } });
}

async function expire(deps: Deps): Promise<void> {
  const now = deps.clock();
  for (const { id, state, validUntil, startedAt } of await openRuns(deps.store)) {
    const graceMs = state === 'ready' ? readyGraceMs : 0;
    if (
      (state !== 'waiting' && state !== 'ready') ||
      validUntil === null ||
      startedAt !== null ||
      now.getTime() < validUntil.getTime() + graceMs
    )
      continue;
    await deps.store.transaction(async (tx) => {
      const moved = await move(tx, id, [state], { state: 'ended', outcome: 'expired', held: null, release: true });
      if (moved) await appendSaid(tx, moved, { kind: 'ended', body: { outcome: 'expired', digest: moved.digest } });
    });
  }
}

/** Silence is no answer: after 15 s in which nobody takes a run people are told why, after 10 min a read ends as unknown. */
async function noticeWaiting(deps: Deps): Promise<void> {
  const now = deps.clock().getTime();
  const here = (await alive(deps.store)).filter(({ role }) => role === 'worker').map(({ environment }) => environment);
  for (const run of await openRuns(deps.store)) {
    const idle = run.leaseUntil === null || run.leaseUntil.getTime() < now;
    const waits = (run.state === 'requested' || run.state === 'ready') && idle;
    if (!waits || now - run.createdAt.getTime() < silenceMs) continue;
    const why = here.includes(run.environment) ? await notTaken(deps, run, now) : `${noWorker} of ${run.environment} is alive`;
    if (why !== undefined) await deps.store.transaction((tx) => sayWhy(tx, run, why, now));
  }
}

/** A worker is there, but does not take it. What is held for another reason is not due, and what has just become due is given its time. */
async function notTaken({ store }: Deps, run: Run, now: number): Promise<string | undefined> {
  if (run.held?.startsWith(noWorker)) await move(store, run.id, ['requested', 'ready'], { held: null });
  const why = `nobody has taken it yet, though a worker of ${run.environment} is alive (busy, or stuck)`;
  if (run.held !== null) return run.held === why ? why : undefined;
  const last = (await entriesOfRun(store, run.id)).at(-1)?.at ?? run.createdAt;
  return now - last.getTime() < silenceMs ? undefined : why;
}

async function sayWhy(tx: Tx, run: Run, held: string, now: number): Promise<void> {
  if (run.kind !== 'task' && now - run.createdAt.getTime() > readDeadlineMs) {
    const moved = await move(tx, run.id, ['ready'], { state: 'ended', outcome: 'failed', why: `unknown: ${held}`, held: null });
    if (moved) await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome: 'failed', why: held } });
    return;
  }
  if (run.held === held) return;
  // Whoever took it since we looked has counted the attempt up: then there is nothing to say.
  const moved = await move(tx, run.id, ['requested', 'ready'], { held }, run.attempt);
  if (moved?.kind === 'task') {
    await wantMessage(tx, {
      key: `no-worker-${run.id}`,
      subject: 'run',
      subjectId: run.id,
      view: 'no-worker',
      channel: run.channel ?? '',
      ...(isSchedule(run.by) ? {} : { onlyFor: run.by }),
    });
  }
}
