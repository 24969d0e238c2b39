import { z } from 'zod';
import { Entry } from '../core/entry.ts';
import { Incident } from '../core/incident.ts';
import type { IncidentKind } from '../core/incident.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

const columns = sql`id, environment, kind, title, state, lead, news, channel, opened_by as "openedBy", opened_at as "openedAt", resolved_by as "resolvedBy",
  resolved_at as "resolvedAt", outcome`;

export interface NewIncident {
  readonly key: string;
  readonly environment: string;
  readonly kind: IncidentKind;
  readonly title: string;
  readonly channel: string;
  readonly by: string;
}

/** Undefined: it was declared by this very key already. */
export async function insertIncident(tx: Tx, { key, environment, kind, title, channel, by }: NewIncident): Promise<Incident | undefined> {
  const rows = await tx.rows(
    sql`insert into incidents (key, environment, kind, title, channel, lead, opened_by) values (${key}, ${environment}, ${kind}, ${title}, ${channel}, ${by}, ${by})
        on conflict (key) do nothing returning ${columns}`,
    Incident,
  );
  return rows[0];
}

export async function incidentById(tx: Tx, id: number): Promise<Incident | undefined> {
  return (await tx.rows(sql`select ${columns} from incidents where id = ${id}`, Incident))[0];
}

export async function incidentByKey(tx: Tx, key: string): Promise<Incident | undefined> {
  return (await tx.rows(sql`select ${columns} from incidents where key = ${key}`, Incident))[0];
}

/** The one whose headline began this thread. */
export async function incidentOfThread(tx: Tx, channel: string, ts: string): Promise<Incident | undefined> {
  return (
    await tx.rows(
      sql`select ${columns} from incidents where id = (select subject_id from messages where subject = 'incident' and view = 'incident' and channel = ${channel} and ts = ${ts} limit 1)`,
      Incident,
    )
  )[0];
}

/** Those that are not resolved, newest first. */
export function openIncidents(tx: Tx, environment?: string): Promise<readonly Incident[]> {
  return tx.rows(
    sql`select ${columns} from incidents where state <> 'resolved' and (${environment ?? null}::text is null or environment = ${environment ?? null}) order by id desc limit 50`,
    Incident,
  );
}

/** What a change may change; undefined leaves a column. */
export interface IncidentChange {
  readonly state?: 'mitigated' | 'resolved';
  readonly lead?: string;
  readonly news?: string;
  readonly by: string;
  readonly outcome?: string;
}

/** Undefined: it is resolved already. */
export async function changeIncident(tx: Tx, id: number, to: IncidentChange): Promise<Incident | undefined> {
  const isEnd = to.state === 'resolved';
  const rows = await tx.rows(
    sql`update incidents set state = coalesce(${to.state ?? null}, state), lead = coalesce(${to.lead ?? null}, lead), news = coalesce(${to.news ?? null}, news),
          outcome = coalesce(${to.outcome ?? null}, outcome), resolved_by = case when ${isEnd} then ${to.by} end, resolved_at = case when ${isEnd} then now() end
        where id = ${id} and state <> 'resolved' returning ${columns}`,
    Incident,
  );
  return rows[0];
}

/** The card of the headline, under which everything else stands. */
export async function headlineOf(tx: Tx, id: number): Promise<number | undefined> {
  const rows = await tx.rows(
    sql`select id from messages where subject = 'incident' and subject_id = ${id} and view = 'incident' order by id limit 1`,
    z.object({ id: z.number() }),
  );
  return rows[0]?.id;
}

/** What was said and done in it, and what the runs that were asked for in its thread have brought; oldest first. */
export function timelineOf(tx: Tx, id: number): Promise<readonly Entry[]> {
  return tx.rows(
    sql`with headline as (select channel, ts from messages where subject = 'incident' and subject_id = ${id} and view = 'incident' limit 1),
          own as (select r.id from runs r, headline h where (r.channel = h.channel and r.thread = h.ts)
            or r.id in (select m.subject_id from messages m join messages p on p.id = m.parent_id where m.subject = 'run' and p.subject = 'incident' and p.subject_id = ${id}))
        select seq, key, at, environment, run, kind, by, body, hash from log
        where (body ? 'incident' and body->>'incident' = ${String(id)}) or (run in (select id from own) and kind in ('asked', 'voted', 'started', 'ended', 'interrupted', 'denied'))
        order by seq limit 400`,
    Entry,
  );
}
