import { jsonText } from '../core/json.ts';
import { Run } from '../core/run.ts';
import type { Outcome, Progress, RunState, StoredPlan } from '../core/run.ts';
import { sql } from '../lib/sql.ts';
import type { Statement } from '../lib/sql.ts';
import type { Tx } from './store.ts';

const columns = sql`id, key, environment, kind, subject, input, by, via, reason, undoes, state, outcome, why, plan, digest, valid_until as "validUntil",
  channel, thread, reply_url as "replyUrl", audience, aim, attempt, worker, lease_until as "leaseUntil", not_before as "notBefore", held, progress, cancel_by as "cancelBy",
  settled, late_for as "lateFor", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;

export interface NewRun {
  readonly key: string;
  readonly environment: string;
  readonly kind: Run['kind'];
  readonly subject: string;
  readonly input: unknown;
  readonly by: string;
  readonly via: string;
  readonly reason?: string;
  readonly undoes?: number;
  readonly state: 'requested' | 'ready';
  readonly channel: string;
  readonly thread?: string;
  readonly audience: Run['audience'];
  readonly replyUrl?: string;
  readonly lateFor?: Date;
  /** The view of its card, for a run whose card exists from the start. */
  readonly card?: 'checklist' | 'report';
}

/**
 * Inserts a run with its row in the log and its card, or returns undefined when its key is there already. Throws on `runs_one_open` when
 * the same task is open. One statement, since somebody waits for the answer: it needs no transaction around it.
 */
export async function insertRun(tx: Tx, run: NewRun): Promise<Run | undefined> {
  const asked = { subject: run.subject, input: run.input ?? {}, via: run.via, ...(run.reason === undefined ? {} : { reason: run.reason }) };
  const rows = await tx.rows(
    sql`with run as (${inserted(run)}),
          card as (insert into messages (key, subject, subject_id, view, channel, thread, only_for, reply_url)
            select 'run-' || id, 'run', id, ${run.card ?? null}, channel, thread, case audience when 'asker' then by end, "replyUrl" from run where ${run.card !== undefined}),
          entry as (insert into log (kind, environment, run, by, body, prev, hash) select 'asked', environment, id, by, ${jsonText(asked)}::jsonb, '', '' from run)
        select * from run`,
    Run,
  );
  return rows[0];
}

function inserted(run: NewRun): Statement {
  return sql`insert into runs (key, environment, kind, subject, input, by, via, reason, undoes, state, channel, thread, audience, reply_url, late_for)
        values (${run.key}, ${run.environment}, ${run.kind}, ${run.subject}, ${JSON.stringify(run.input ?? {})}, ${run.by}, ${run.via}, ${run.reason ?? null},
                ${run.undoes ?? null}, ${run.state}, ${run.channel}, ${run.thread ?? null}, ${run.audience}, ${run.replyUrl ?? null}, ${run.lateFor ?? null})
        on conflict (key) do nothing returning ${columns}`;
}

export async function runById(tx: Tx, id: number): Promise<Run | undefined> {
  return (await tx.rows(sql`select ${columns} from runs where id = ${id}`, Run))[0];
}

export async function runByKey(tx: Tx, key: string): Promise<Run | undefined> {
  return (await tx.rows(sql`select ${columns} from runs where key = ${key}`, Run))[0];
}

/** Locks the row: the first lock of every transaction that moves a run. */
export async function lockRun(tx: Tx, id: number): Promise<Run | undefined> {
  return (await tx.rows(sql`select ${columns} from runs where id = ${id} for update`, Run))[0];
}

export async function openRunOf(tx: Tx, environment: string, subject: string, input: unknown): Promise<Run | undefined> {
  const text = JSON.stringify(input ?? {});
  return (
    await tx.rows(
      sql`select ${columns} from runs where environment = ${environment} and kind = 'task' and subject = ${subject} and md5(input::text) = md5((${text}::jsonb)::text) and state <> 'ended'`,
      Run,
    )
  )[0];
}

/** All open runs, or those of one environment, oldest first. */
export function openRuns(tx: Tx, environment?: string): Promise<readonly Run[]> {
  return tx.rows(
    sql`select ${columns} from runs where state <> 'ended' and (${environment ?? null}::text is null or environment = ${environment ?? null}) order by id`,
    Run,
  );
}

/** The newest runs, newest first. */
export function recentRuns(tx: Tx, environment: string, limit: number): Promise<readonly Run[]> {
  return tx.rows(sql`select ${columns} from runs where environment = ${environment} order by id desc limit ${limit}`, Run);
}

/** The last ended run of the same subject before this one. */
export async function runBefore(tx: Tx, run: Run): Promise<Run | undefined> {
  return (
    await tx.rows(
      sql`select ${columns} from runs where environment = ${run.environment} and subject = ${run.subject} and id < ${run.id} and outcome = 'succeeded' order by id desc limit 1`,
      Run,
    )
  )[0];
}

/**
 * A worker takes a run of its environment for `leaseSeconds`: what it finds is its own until the lease ends.
 * An interrupted run is taken once an attempt, to be settled. Undefined: nothing to do here, drop the job.
 */
export async function claim(tx: Tx, id: number, environment: string, worker: string, leaseSeconds: number): Promise<Run | undefined> {
  const rows = await tx.rows(
    sql`update runs set attempt = case when state = 'interrupted' then attempt else attempt + 1 end, worker = ${worker}, lease_until = now() + make_interval(secs => ${leaseSeconds})
        where id = ${id} and environment = ${environment} and (state in ('requested', 'ready') or (state = 'interrupted' and settled < attempt))
          and (lease_until is null or lease_until < now()) and (not_before is null or not_before <= now()) and (cancel_by is null or state = 'interrupted')
        returning ${columns}`,
    Run,
  );
  return rows[0];
}

/** Extends the lease. Undefined: the run belongs to somebody else by now. */
export async function beat(
  tx: Tx,
  run: Run,
  worker: string,
  leaseSeconds: number,
): Promise<{ readonly cancelBy: string | null } | undefined> {
  const rows = await tx.rows(
    sql`update runs set lease_until = now() + make_interval(secs => ${leaseSeconds}) where id = ${run.id} and attempt = ${run.attempt} and worker = ${worker} and lease_until is not null
        returning ${columns}`,
    Run,
  );
  return rows[0];
}

/** What a move may change. `undefined` leaves a column, `null` empties it. */
export interface Move {
  readonly state?: RunState;
  readonly outcome?: Outcome;
  readonly why?: string | null;
  readonly plan?: StoredPlan | null;
  readonly digest?: string | null;
  readonly validUntil?: Date | null;
  readonly notBefore?: Date | null;
  readonly held?: string | null;
  readonly progress?: Progress | null;
  readonly cancelBy?: string | null;
  readonly aim?: Run['aim'];
  readonly settled?: number;
  /** Gives the lease back. */
  readonly release?: true;
  readonly started?: true;
}

/**
 * Changes a row that is still in one of the states `from` and, where given, still belongs to this attempt (the fencing token).
 * Undefined: somebody else was faster; nothing was changed.
 */
export async function move(tx: Tx, id: number, from: readonly RunState[], to: Move, attempt?: number): Promise<Run | undefined> {
  const given = (key: keyof Move) => to[key] !== undefined;
  const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  const rows = await tx.rows(
    sql`update runs set state = coalesce(${to.state ?? null}, state), outcome = coalesce(${to.outcome ?? null}, outcome),
          why = case when ${given('why')} then ${to.why ?? null} else why end,
          plan = case when ${given('plan')} then ${json(to.plan)}::jsonb else plan end,
          digest = case when ${given('digest')} then ${to.digest ?? null} else digest end,
          valid_until = case when ${given('validUntil')} then ${to.validUntil ?? null}::timestamptz else valid_until end,
          not_before = case when ${given('notBefore')} then ${to.notBefore ?? null}::timestamptz else not_before end,
          held = case when ${given('held')} then ${to.held ?? null} else held end,
          progress = case when ${given('progress')} then ${json(to.progress)}::jsonb else progress end,
          cancel_by = case when ${given('cancelBy')} then ${to.cancelBy ?? null} else cancel_by end,
          aim = coalesce(${to.aim ?? null}, aim), settled = coalesce(${to.settled ?? null}::integer, settled),
          lease_until = case when ${to.release ?? false} then null else lease_until end,
          started_at = case when ${to.started ?? false} then coalesce(started_at, now()) else started_at end,
          ended_at = case when ${to.state ?? null}::text = 'ended' then now() else ended_at end
        where id = ${id} and state = any(${from}) and (${attempt ?? null}::integer is null or attempt = ${attempt ?? null}) returning ${columns}`,
    Run,
  );
  return rows[0];
}

/** Runs of this worker's former life: their leases end at once, so that nobody waits for a dead process. */
export function endLeasesOf(tx: Tx, worker: string): Promise<number> {
  return tx.execute(
    sql`update runs set lease_until = now() - interval '1 second' where worker = ${worker} and lease_until > now() and state <> 'ended'`,
  );
}

/** Running runs whose worker is gone. */
export function lostRuns(tx: Tx): Promise<readonly Run[]> {
  return tx.rows(sql`select ${columns} from runs where state = 'running' and lease_until < now() order by id`, Run);
}

/** Runs that a worker should look at now. */
export function dueRuns(tx: Tx): Promise<readonly Run[]> {
  return tx.rows(
    sql`select ${columns} from runs where (state in ('requested', 'ready') or (state = 'interrupted' and settled < attempt))
        and (lease_until is null or lease_until < now()) and (not_before is null or not_before <= now()) order by id`,
    Run,
  );
}
