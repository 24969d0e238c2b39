import type { Answer, ScheduleLine } from '../core/answer.ts';
import { isDueOn } from '../core/day-rule.ts';
import type { Schedule, Settings } from '../core/settings.ts';
import { lastDue, nextDue } from '../lib/due.ts';
import { append, entryByKey } from '../store/log.ts';
import { openRunOf, runByKey } from '../store/runs.ts';
import type { Deps } from './deps.ts';
import { request } from './request.ts';

/** A tick that comes later than this after its instant was missed, and the digest says so. */
const lateAfterMs = 60_000;
/** Later than this a missed digest tells nobody anything; the next one is nearer. */
const catchUpMs = 12 * 60 * 60 * 1000;

/** Asks for what a schedule's last due instant wants; the key of that instant makes it once, however often this is called. */
export async function tick(
  deps: Deps,
  environment: { readonly name: string; readonly channel: string },
  schedule: Schedule,
): Promise<void> {
  const now = deps.clock();
  const due = lastDue(schedule.cron, schedule.timezone, now, picksOf(deps.settings, schedule));
  if (!due) return;
  const key = `${schedule.id}@${environment.name}@${due.toISOString()}`;
  // Noted at the very first look, however long ago the last instant was: noted at the next one, that one would count as too early.
  const since = await firstSeen(deps, environment.name, schedule);
  if (due < since || now.getTime() - due.getTime() > catchUpMs || (await isSettled(deps, key))) return;
  const wish = wishOf(deps, schedule.id);
  // Refused it would stay refused; it is asked for late instead, when that one has ended.
  if (await openRunOf(deps.store, environment.name, wish.subject, wish.input)) return;
  const late = now.getTime() - due.getTime() > lateAfterMs;
  const answer = await request(
    deps,
    { ...wish, environment: environment.name, ...(late ? { lateFor: due } : {}) },
    { by: `schedule:${schedule.id}`, key, place: { channel: environment.channel }, via: 'schedule' },
  );
  if (answer.is !== 'refused') return;
  deps.log.warn({ schedule: schedule.id, key, why: answer.why }, 'schedule was refused');
  const body = { subject: wish.subject, input: wish.input ?? {}, why: answer.why };
  // Most refusals have written this row themselves, by the same key.
  await deps.store.transaction((tx) => append(tx, { kind: 'refused', key: refusedKey(key), environment: environment.name, body }));
}

/** Holidays and short months move what is due: the calendar picks among the instants of the pattern. */
function picksOf({ holidays = [] }: Settings, { on, timezone }: Schedule): (at: Date) => boolean {
  return (at) => isDueOn(on, at, { timezone, holidays });
}

/** An instant is asked for once, also where the answer was no. */
async function isSettled({ store }: Deps, key: string): Promise<boolean> {
  return (await runByKey(store, key)) !== undefined || (await entryByKey(store, refusedKey(key))) !== undefined;
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

function wishOf(deps: Deps, id: string): { readonly subject: string; readonly input?: unknown } {
  const asks = deps.definitions.scheduledTasks.get(id)?.asks;
  return asks ? { subject: asks.task, input: asks.input } : { subject: id };
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
    return { id, title, cron, timezone, ...(on && { on }), ...(next && { next }) };
  });
  const soon = (line: ScheduleLine): number => line.next?.getTime() ?? Infinity;
  return { is: 'told', view: 'schedules', value: { schedules: schedules.toSorted((left, right) => soon(left) - soon(right)) } };
}
