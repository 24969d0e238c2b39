import type { Schedule } from '../core/settings.ts';
import { lastDue } from '../lib/due.ts';
import { append, entryByKey } from '../store/log.ts';
import { runByKey } from '../store/runs.ts';
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
  const due = lastDue(schedule.cron, schedule.timezone, now);
  const key = `${schedule.id}@${environment.name}@${due.toISOString()}`;
  // Noted at the very first look, however long ago the last instant was: noted at the next one, that one would count as too early.
  const since = await firstSeen(deps, environment.name, schedule);
  if (due < since || now.getTime() - due.getTime() > catchUpMs || (await runByKey(deps.store, key))) return;
  const wish = wishOf(deps, schedule.id);
  const late = now.getTime() - due.getTime() > lateAfterMs;
  const answer = await request(
    deps,
    { ...wish, environment: environment.name, ...(late ? { lateFor: due } : {}) },
    { by: `schedule:${schedule.id}`, key, place: { channel: environment.channel }, via: 'schedule' },
  );
  if (answer.is === 'refused') deps.log.warn({ schedule: schedule.id, key, why: answer.why }, 'schedule was refused');
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
