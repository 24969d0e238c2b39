import type { Answer, ScheduleLine } from '../core/answer.ts';
import type { Ask } from '../core/ask.ts';
import type { Caller } from '../core/command.ts';
import { isDueOn } from '../core/day-rule.ts';
import type { Run } from '../core/run.ts';
import type { Schedule, Settings } from '../core/settings.ts';
import { lastDue, nextDue } from '../lib/due.ts';
import { append, entryByKey } from '../store/log.ts';
import { openRunOf, runByKey } from '../store/runs.ts';
import type { Deps } from './deps.ts';
import { keyOfTask, offersRun } from './offers.ts';
import { request } from './request.ts';
import type { Wish } from './request.ts';

/** A tick that comes later than this after its instant was missed, and the digest says so. */
const lateAfterMs = 60_000;
/** So long the checks of a list wait for its tasks. */
const waitForTasksMs = 60 * 60 * 1000;
/** Later than this a missed digest tells nobody anything; the next one is nearer. */
const catchUpMs = 12 * 60 * 60 * 1000;

/** Asks for what a schedule's last due instant wants; the key of that instant makes it once, however often this is called. */
export async function tick(
  deps: Deps,
  environment: { readonly name: string; readonly channel: string },
  schedule: Schedule,
): Promise<void> {
  const now = deps.clock();
  // Noted at the very first look, however long ago the last instant was: noted at the next one, that one would count as too early.
  const since = await firstSeen(deps, environment.name, schedule);
  // Every few seconds nobody may look through the instants of a quarter for one that is too old.
  const earliest = new Date(Math.max(since.getTime(), now.getTime() - catchUpMs));
  const due = lastDue(schedule.cron, schedule.timezone, now, earliest, picksOf(deps.settings, schedule));
  if (!due) return;
  const key = `${schedule.id}@${environment.name}@${due.toISOString()}`;
  const [own, ...tasks] = wishesOf(deps, schedule);
  const caller = { by: `schedule:${schedule.id}`, place: { channel: environment.channel }, via: 'schedule' } as const;
  const late = now.getTime() - due.getTime() > lateAfterMs ? { lateFor: due } : {};
  const begun: Run[] = [];
  for (const task of tasks) {
    const wish = { environment: environment.name, ...late, ...task };
    const run = await wishOnce(deps, wish, { ...caller, key: keyOfTask(key, task.subject) });
    if (run) begun.push(run);
  }
  // What its tasks do is what the checks of the list look at; they come behind it, at the next tick.
  if (begun.some(isUnderway) && now.getTime() - due.getTime() < waitForTasksMs) return;
  const isLate = begun.length === 0 || begun.some(({ lateFor }) => lateFor !== null);
  await wishOnce(deps, { environment: environment.name, ...(isLate ? late : {}), ...own }, { ...caller, key });
}

/** One that waits for people may wait for hours. */
function isUnderway({ state }: Run): boolean {
  return state === 'requested' || state === 'ready' || state === 'running';
}

/** The run of that key; undefined where the answer is no, or not yet. An instant is asked for once, also where the answer was no. */
async function wishOnce(deps: Deps, wish: Wish, caller: Caller): Promise<Run | undefined> {
  const { subject, input, environment } = wish;
  const known = await runByKey(deps.store, caller.key);
  if (known || (await entryByKey(deps.store, refusedKey(caller.key)))) return known;
  // Refused beside an open one it would stay refused; it is asked for late instead, when that one has ended.
  if (await openRunOf(deps.store, environment, subject, input)) return undefined;
  const answer = await request(deps, wish, caller);
  if (answer.is !== 'refused') return runByKey(deps.store, caller.key);
  deps.log.warn({ schedule: caller.by, key: caller.key, why: answer.why }, 'schedule was refused');
  const body = { subject, input: input ?? {}, why: answer.why };
  // Most refusals have written this row themselves, by the same key.
  await deps.store.transaction((tx) => append(tx, { kind: 'refused', key: refusedKey(caller.key), environment, body }));
  return undefined;
}

/** Holidays and short months move what is due: the calendar picks among the instants of the pattern. */
function picksOf({ holidays = [] }: Settings, { on, timezone }: Schedule): (at: Date) => boolean {
  return (at) => isDueOn(on, at, { timezone, holidays });
}

function refusedKey(key: string): string {
  return `refused:${key}`;
}

/** A schedule catches up only on instants after it was first seen, so that a new one does not begin with a late digest. */
async function firstSeen(deps: Deps, environment: string, { id, cron, timezone }: Schedule): Promise<Date> {
  const key = `schedule:${environment}:${id}:${cron}:${timezone}`;
  const known = await entryByKey(deps.store, key);
  if (known) return known.at;
  await deps.store.transaction((tx) => append(tx, { kind: 'scheduled', key, environment, body: { schedule: id, cron, timezone } }));
  return (await entryByKey(deps.store, key))?.at ?? deps.clock();
}

type Asked = Pick<Wish, 'subject' | 'input'>;

/** What the schedule is of, and then the tasks of its checklist that the configuration lets it ask for. */
function wishesOf({ definitions }: Deps, schedule: Schedule): readonly [Asked, ...Asked[]] {
  const asked = ({ task, input }: Ask): Asked => ({ subject: task, input });
  const own = definitions.scheduledTasks.get(schedule.id)?.asks;
  return [own ? asked(own) : { subject: schedule.id }, ...offersRun(definitions, schedule).map(({ asks }) => asked(asks))];
}

/** Every schedule with the instant at which it is due next, soonest first. */
export function scheduleList({
  settings,
  definitions,
  clock,
}: Pick<Deps, 'settings' | 'definitions' | 'clock'>): Answer & { is: 'told'; view: 'schedules' } {
  const schedules = settings.schedules.map((schedule): ScheduleLine => {
    const { id, cron, on, timezone } = schedule;
    const next = nextDue(cron, timezone, clock(), picksOf(settings, schedule));
    const title = (definitions.checklists.get(id) ?? definitions.scheduledTasks.get(id))?.title ?? id;
    const runs = offersRun(definitions, schedule).map(({ label }) => label);
    return { id, title, cron, timezone, ...(on && { on }), ...(next && { next }), ...(runs.length > 0 && { runs }) };
  });
  const soon = (line: ScheduleLine): number => line.next?.getTime() ?? Infinity;
  return { is: 'told', view: 'schedules', value: { schedules: schedules.toSorted((left, right) => soon(left) - soon(right)) } };
}
