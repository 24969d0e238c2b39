import { checksOf, subjectNamed } from '../core/definitions.ts';
import type { Entry } from '../core/entry.ts';
import type { Finding } from '../core/finding.ts';
import type { CheckInBrief } from '../core/fold.ts';
import type { Incident } from '../core/incident.ts';
import type { Policy } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import type { OpenStep } from '../core/step.ts';
import { standingVotes } from '../core/votes.ts';
import type { StandingVote } from '../core/votes.ts';
import type { Picture } from '../ports/messenger.ts';
import { findingsOf } from '../store/findings.ts';
import type { Reported } from '../store/findings.ts';
import { incidentById, timelineOf } from '../store/incidents.ts';
import { endsOfTasks, entriesOfRun, entry } from '../store/log.ts';
import type { Message } from '../store/messages.ts';
import { runBefore, runById } from '../store/runs.ts';
import { stepsOfRun } from '../store/steps.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { policyOf } from './gatekeeper.ts';
import { offersUnder } from './offers.ts';
import type { OfferLine } from './offers.ts';

/** What was changed within a day is the first suspect. */
const beforeMs = 24 * 3_600_000;

/** Everything that a view of a run may show. */
export interface RunPicture {
  readonly run: Run;
  readonly title: string;
  /** Titles of the checks, in the order of the checklist. */
  readonly checks: readonly CheckInBrief[];
  /** In the same order, whichever check answered first: among equals the important one comes first. */
  readonly reported: readonly Reported[];
  /** What the same checklist said the last time. */
  readonly before: readonly Reported[] | undefined;
  readonly entries: readonly Entry[];
  readonly votes: readonly StandingVote[];
  readonly policy: Policy;
  readonly undo: { readonly days: number } | { readonly irreversible: string } | undefined;
  /** The message shows a plan that is not the present one. */
  readonly isVoid: boolean;
  /** Why the world has left the plan that the message shows. */
  readonly voidBecause?: string;
  /** It was begun and can only be cleaned up. */
  readonly onlyCleanUp: boolean;
  /** What people do by hand, and what its checklist offers. */
  readonly steps: readonly OpenStep[];
  readonly offers: readonly OfferLine[];
  /** It is looked at for its numbers. */
  readonly isReport: boolean;
  readonly now: Date;
}

export interface EntryPicture {
  readonly entry: Entry;
  readonly run: Run | undefined;
  readonly title: string;
  readonly policy: Policy | undefined;
  readonly now: Date;
}

export interface IncidentPicture {
  readonly incident: Incident;
  /** Everything that was said and done in it, oldest first. */
  readonly entries: readonly Entry[];
  /** Titles of the runs that they are about. */
  readonly titles: Readonly<Record<number, string>>;
  /** The ends of tasks in the day before it. */
  readonly before: readonly { readonly entry: Entry; readonly title: string }[];
}

/** The views, by the names that messages carry. Undefined: there is nothing to be shown yet. */
export interface Views {
  readonly run: Readonly<Record<string, (picture: RunPicture) => Picture | undefined>>;
  readonly log: Readonly<Record<string, (picture: EntryPicture) => Picture | undefined>>;
  readonly incident: Readonly<Record<string, (picture: IncidentPicture) => Picture | undefined>>;
}

/** Renders the row behind a message as it is now. */
export async function pictureOf(tx: Tx, deps: Deps, views: Views, message: Message): Promise<Picture | undefined> {
  if (message.subject === 'log') return entryPicture(tx, deps, views, message);
  if (message.subject === 'incident') return incidentPicture(tx, deps, views, message);
  const run = await runById(tx, message.subjectId);
  if (!run) return undefined;
  const subject = subjectNamed(deps.definitions, run.subject);
  const entries = await entriesOfRun(tx, run.id);
  const because = voidBecause(entries, message);
  const previous = subject?.kind === 'checklist' ? await runBefore(tx, run) : undefined;
  const checks = subject && subject.kind !== 'task' ? checksOf(subject) : [];
  return views.run[message.view]?.({
    run,
    title: subject?.title ?? run.subject,
    checks,
    reported: inOrder(await findingsOf(tx, run.id), checks),
    before: previous ? await findingsOf(tx, previous.id) : undefined,
    entries,
    votes: run.digest === null ? [] : standingVotes(entries, run.digest),
    policy: policyOf(deps, subject ?? unknownSubject, run.environment),
    undo: subject?.kind === 'task' ? undoOf(subject) : undefined,
    isVoid: message.view === 'task' && (run.digest === null || !message.key.endsWith(run.digest.slice(0, 16))),
    ...(because === undefined ? {} : { voidBecause: because }),
    onlyCleanUp:
      run.state === 'interrupted' &&
      (run.aim === 'clean up' || entries.findLast(({ kind }) => kind === 'stale' || kind === 'interrupted')?.kind === 'stale'),
    steps: subject?.kind === 'checklist' ? await stepsOfRun(tx, run.id) : [],
    offers: subject?.kind === 'checklist' ? await offersUnder(tx, subject, run) : [],
    isReport: subject?.kind === 'checklist' && subject.isReport === true,
    now: deps.clock(),
  });
}

function inOrder(reported: readonly Reported[], checks: RunPicture['checks']): readonly Reported[] {
  const place = new Map(checks.map(({ id }, index) => [id, index]));
  const placeOf = ({ check }: Reported): number => place.get(check) ?? checks.length;
  return reported.toSorted((left, right) => placeOf(left) - placeOf(right));
}

/** The log remembers it for the plan that became void; the row of the run knows its newest plan only. */
function voidBecause(entries: readonly Entry[], { key }: Message): string | undefined {
  const why = entries.find(({ kind, body }) => kind === 'stale' && key.endsWith(String(body['digest']).slice(0, 16)))?.body['why'];
  return typeof why === 'string' ? why : undefined;
}

async function entryPicture(tx: Tx, deps: Deps, views: Views, message: Message): Promise<Picture | undefined> {
  const row = await entry(tx, message.subjectId);
  if (!row) return undefined;
  const run = row.run === null ? undefined : await runById(tx, row.run);
  const subject = run && subjectNamed(deps.definitions, run.subject);
  return views.log[message.view]?.({
    entry: row,
    run,
    title: subject?.title ?? run?.subject ?? '',
    policy: run && policyOf(deps, subject ?? unknownSubject, run.environment),
    now: deps.clock(),
  });
}

async function incidentPicture(tx: Tx, deps: Deps, views: Views, message: Message): Promise<Picture | undefined> {
  const incident = await incidentById(tx, message.subjectId);
  if (!incident) return undefined;
  const entries = await timelineOf(tx, incident.id);
  const ended = await endsOfTasks(tx, incident.environment, new Date(incident.openedAt.getTime() - beforeMs), incident.openedAt);
  const ids = [...new Set([...entries, ...ended].flatMap(({ run }) => run ?? []))];
  const runs = await Promise.all(ids.map((id) => runById(tx, id)));
  const titles = Object.fromEntries(
    runs.flatMap((run) => (run ? [[run.id, subjectNamed(deps.definitions, run.subject)?.title ?? run.subject] as const] : [])),
  );
  const before = ended.map((one) => ({ entry: one, title: titles[one.run ?? 0] ?? 'a task' }));
  return views.incident[message.view]?.({ incident, entries, titles, before });
}

function undoOf(task: { readonly risk: string; readonly undoDays?: number; readonly irreversible?: string }): RunPicture['undo'] {
  if (task.undoDays !== undefined) return { days: task.undoDays };
  return task.irreversible === undefined ? undefined : { irreversible: task.irreversible };
}

/** Stands for a definition that this version does not know any more; nobody may do anything with it. */
const unknownSubject = { kind: 'checklist', id: 'unknown', title: 'unknown', items: [] } as const;

/** Findings of several checks as one list. */
export function allFindings(reported: readonly Reported[]): readonly Finding[] {
  return reported.flatMap(({ findings }) => findings);
}
