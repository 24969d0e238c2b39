import type { RunLine, ScheduleLine } from '../core/answer.ts';
import { subjectNamed } from '../core/definitions.ts';
import { countByStatus } from '../core/finding.ts';
import type { Finding, Status } from '../core/finding.ts';
import type { Person } from '../core/gate.ts';
import type { Freeze } from '../core/freeze.ts';
import type { Incident } from '../core/incident.ts';
import type { Lock } from '../core/lock.ts';
import type { OpenStep } from '../core/step.ts';
import { findingsOf } from '../store/findings.ts';
import { lastLook, locksIn } from '../store/glance.ts';
import { freezesIn } from '../store/holds.ts';
import { openIncidents } from '../store/incidents.ts';
import { openRuns } from '../store/runs.ts';
import { openSteps } from '../store/steps.ts';
import type { Deps } from './deps.ts';
import { mayLook } from './looking.ts';
import { scheduleList } from './schedule.ts';

/** What is known of one environment at a glance. */
export interface Glance {
  readonly name: string;
  readonly channel: string;
  /** Nobody has looked yet: left out. */
  readonly last?: {
    readonly title: string;
    readonly at: Date;
    readonly counts: Readonly<Record<Status, number>>;
    /** The worst of what was found, at most three. */
    readonly worst: readonly Finding[];
  };
  readonly waiting: readonly RunLine[];
  readonly locks: readonly Lock[];
  readonly incidents: readonly Incident[];
  readonly freezes: readonly Freeze[];
}

/** What somebody sees of all that they may look at. */
export interface HomePicture {
  readonly environments: readonly Glance[];
  readonly schedules: readonly ScheduleLine[];
  readonly steps: readonly OpenStep[];
  /** What nobody has taken yet, of the environments that are shown. */
  readonly free: readonly OpenStep[];
  /** What was just refused or recorded by a button here. */
  readonly notice?: string;
  readonly now: Date;
}

/** Checklists that look at everything. */
const whole = ['health', 'daily-morning', 'daily-evening'];
const shownSchedules = 5;

/** Only what this person may look at; the glance is made of what is stored, and asks the platform nothing. */
export async function homeOf(deps: Deps, person: Person, notice?: string): Promise<HomePicture> {
  const seen = deps.settings.environments.filter(({ name }) => mayLook(deps, person, name));
  const { value } = scheduleList(deps);
  return {
    environments: await Promise.all(seen.map((one) => glanceAt(deps, one))),
    schedules: seen.length === 0 ? [] : value.schedules.filter(({ next }) => next !== undefined).slice(0, shownSchedules),
    steps: await openSteps(deps.store, { owner: person.id }),
    free: (await Promise.all(seen.map(({ name }) => openSteps(deps.store, { environment: name, owner: null })))).flat(),
    ...(notice === undefined ? {} : { notice }),
    now: deps.clock(),
  };
}

async function glanceAt(deps: Deps, { name, channel }: { readonly name: string; readonly channel: string }): Promise<Glance> {
  const { store, definitions } = deps;
  const [look, open, locks, incidents, freezes] = await Promise.all([
    lastLook(store, name, whole),
    openRuns(store, name),
    locksIn(store, name),
    openIncidents(store, name),
    freezesIn(store, name, deps.clock()),
  ]);
  const titleOf = (subject: string): string => subjectNamed(definitions, subject)?.title ?? subject;
  const findings = look ? (await findingsOf(store, look.id)).flatMap((one) => one.findings) : [];
  const worst = (['critical', 'warn', 'unknown'] as const).flatMap((status) => findings.filter((one) => one.status === status)).slice(0, 3);
  return {
    name,
    channel,
    ...(look?.endedAt && { last: { title: titleOf(look.subject), at: look.endedAt, counts: countByStatus(findings), worst } }),
    waiting: open.filter(({ state }) => state === 'waiting').map((run) => ({ run, title: titleOf(run.subject) })),
    locks,
    incidents,
    freezes,
  };
}
