import type { Check } from '../core/check.ts';
import type { Checklist } from '../core/checklist.ts';
import { checksOf, subjectNamed } from '../core/definitions.ts';
import { countByStatus, isWell } from '../core/finding.ts';
import type { Run } from '../core/run.ts';
import { dated } from '../core/since.ts';
import { findingsBefore, findingsOf, putFindings } from '../store/findings.ts';
import type { Reported } from '../store/findings.ts';
import { append } from '../store/log.ts';
import { keepSamples } from '../store/samples.ts';
import { cardOf, wantFiles, wantMessage } from '../store/messages.ts';
import { lockRun, move } from '../store/runs.ts';
import { runCheck } from './check.ts';
import { LeaseLost } from './lease.ts';
import type { Lease } from './lease.ts';
import type { WorkerDeps } from './deps.ts';
import { openStepsOf } from './steps.ts';

/** Runs a check or a checklist: all checks at once, a findings row each as it comes, one end. */
export async function reportRun(deps: WorkerDeps, run: Run, lease: Lease): Promise<void> {
  const subject = subjectNamed(deps.definitions, run.subject);
  if (!subject || subject.kind === 'task')
    return endUnknown(deps, run, `there is no check or checklist named ${run.subject} in this version`);
  if (!(await move(deps.store, run.id, ['ready'], { state: 'running', started: true, held: null }, run.attempt))) return;
  const now = deps.clock();
  await Promise.all(
    checksOf(subject).map(async (check) => {
      const around = {
        ports: deps.ports,
        limits: deps.settings.limits,
        now,
        signal: lease.signal,
        runId: run.id,
        zone: deps.settings.timezone,
      };
      const { reported, samples } = await runCheck(check, { ...around, asked: askedOf(subject, run) });
      if (lease.signal.aborted) return;
      await putFindings(deps.store, run.id, await withDates(deps, run, reported, now));
      await keepSamples(deps.store, run.environment, now, samples);
    }),
  );
  // What was seen since then is not stored, so this is no end: the sweep gives the run back.
  if (lease.signal.reason instanceof LeaseLost) return;
  await finish(deps, run, subject);
}

/** Where all is well there is no date to be looked up. */
async function withDates({ store }: WorkerDeps, { id, environment }: Run, reported: Reported, now: Date): Promise<Reported> {
  if (reported.findings.every(isWell)) return reported;
  const earlier = await findingsBefore(store, { run: id, environment, check: reported.check });
  return { ...reported, findings: dated(reported.findings, earlier, now) };
}

/** What somebody asked for goes before what the checklist asks by itself. */
function askedOf(subject: Check | Checklist, { input }: Run): unknown {
  return subject.kind === 'checklist' && typeof input === 'object' ? { ...subject.asked, ...input } : input;
}

async function finish(deps: WorkerDeps, run: Run, subject: Check | Checklist): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    if (!locked || locked.attempt !== run.attempt || locked.state !== 'running') return;
    const outcome = locked.cancelBy === null ? 'succeeded' : 'cancelled';
    await move(tx, run.id, ['running'], { state: 'ended', outcome, release: true }, run.attempt);
    if (subject.kind === 'checklist' && outcome === 'succeeded') await openStepsOf(tx, deps, subject, run);
    const card = await cardOf(tx, run.id);
    if (card) {
      await wantMessage(tx, {
        key: `details-${run.id}`,
        subject: 'run',
        subjectId: run.id,
        view: 'details',
        channel: card.channel,
        // Under a headline all stand in one thread.
        parentId: card.parentId ?? card.id,
      });
      if (subject.kind === 'checklist' && subject.isReport && outcome === 'succeeded') await wantFiles(tx, run, card);
    }
    const counts = countByStatus((await findingsOf(tx, run.id)).flatMap(({ findings }) => findings));
    await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome, counts } });
  });
}

export async function endUnknown(deps: Pick<WorkerDeps, 'store'>, run: Run, why: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const moved = await move(
      tx,
      run.id,
      ['requested', 'waiting', 'ready', 'running'],
      { state: 'ended', outcome: 'failed', why, release: true },
      run.attempt,
    );
    if (moved) await append(tx, { kind: 'ended', environment: run.environment, run: run.id, body: { outcome: 'failed', why } });
  });
}
