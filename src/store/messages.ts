import { z } from 'zod';
import type { Run } from '../core/run.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/** A picture in Slack of a row: which row, which view, where, and how far Slack shows it. */
export const Message = z.object({
  id: z.number(),
  key: z.string(),
  subject: z.enum(['run', 'log', 'incident']),
  subjectId: z.number(),
  view: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  parentId: z.number().nullable(),
  /** The thread that replies to its parent belong to; a card may itself be a reply. */
  parentTs: z.string().nullable(),
  onlyFor: z.string().nullable(),
  replyUrl: z.string().nullable(),
  ts: z.string().nullable(),
  wanted: z.number(),
  shown: z.number(),
  shownHash: z.string().nullable(),
  postingSince: z.date().nullable(),
  tries: z.number(),
  problem: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;

const columns = sql`m.id, m.key, m.subject, m.subject_id as "subjectId", m.view, m.channel, m.thread, m.parent_id as "parentId", case when p.ts is not null then coalesce(p.thread, p.ts) end as "parentTs", m.only_for as "onlyFor",
  m.reply_url as "replyUrl", m.ts, m.wanted, m.shown, m.shown_hash as "shownHash", m.posting_since as "postingSince", m.tries, m.problem`;

export interface NewMessage {
  readonly key: string;
  readonly subject: 'run' | 'log' | 'incident';
  readonly subjectId: number;
  readonly view: string;
  readonly channel: string;
  readonly parentId?: number;
  /** Thread of a message that is not ours. */
  readonly thread?: string;
  readonly onlyFor?: string;
  readonly replyUrl?: string;
}

/** Asks for a picture, once a key; inserted in the transaction that makes its subject. False: it was asked for before. */
export async function wantMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const inserted = await tx.execute(
    sql`insert into messages (key, subject, subject_id, view, channel, parent_id, thread, only_for, reply_url)
        values (${message.key}, ${message.subject}, ${message.subjectId}, ${message.view}, ${message.channel}, ${message.parentId ?? null}, ${message.thread ?? null},
                ${message.onlyFor ?? null}, ${message.replyUrl ?? null}) on conflict (key) do nothing`,
  );
  return inserted === 1;
}

/** What is to be posted or edited now: lowest id first, replies only when their parent is there, nothing that waits for a retry, nor what stands behind it in its thread. */
export function dueMessages(tx: Tx, limit: number): Promise<readonly Message[]> {
  return tx.rows(
    sql`select ${columns} from messages m left join messages p on p.id = m.parent_id
        where m.wanted > m.shown and (m.retry_at is null or m.retry_at <= now()) and (m.parent_id is null or p.ts is not null)
          and not exists (select 1 from messages e where e.parent_id = m.parent_id and e.id < m.id and e.ts is null and e.wanted > e.shown and e.retry_at > now())
        order by m.id limit ${limit}`,
    Message,
  );
}

/** Asks for the files of a run in its thread, once. False: they were asked for before. */
export async function wantFiles(
  tx: Tx,
  { id, subject, environment }: Pick<Run, 'id' | 'subject' | 'environment'>,
  card: Message,
): Promise<boolean> {
  // The key names the files.
  const key = `${subject}-${environment}-run-${id}`;
  const parentId = card.parentId ?? card.id;
  return wantMessage(tx, { key, subject: 'run', subjectId: id, view: 'files', channel: card.channel, parentId });
}

/** The newest card of a run: the newest plan's message, or the one card of a checklist. */
export async function cardOf(tx: Tx, run: number): Promise<Message | undefined> {
  return (
    await tx.rows(
      sql`select ${columns} from messages m left join messages p on p.id = m.parent_id
          where m.subject = 'run' and m.subject_id = ${run} and m.view in ('task', 'checklist') and m.only_for is null order by m.id desc limit 1`,
      Message,
    )
  )[0];
}

export async function messageAt(tx: Tx, channel: string, ts: string): Promise<Message | undefined> {
  return (
    await tx.rows(
      sql`select ${columns} from messages m left join messages p on p.id = m.parent_id where m.channel = ${channel} and m.ts = ${ts} limit 1`,
      Message,
    )
  )[0];
}

/** Cards of plans that are open for votes and stand in Slack: their reactions are to be read. */
export function votableCards(tx: Tx): Promise<readonly Message[]> {
  return tx
    .rows(
      sql`select distinct on (m.subject_id) ${columns} from messages m left join messages p on p.id = m.parent_id join runs on m.subject = 'run' and runs.id = m.subject_id
        where m.view = 'task' and m.only_for is null and runs.digest is not null and runs.started_at is null and runs.state in ('waiting', 'ready') order by m.subject_id, m.id desc`,
      Message,
    )
    .then((cards) => cards.filter(({ ts }) => ts !== null));
}

/** Committed before a first post, so that after a crash we look before we post again. False: somebody else is posting it. */
export async function beginPosting(tx: Tx, { id, postingSince }: Pick<Message, 'id' | 'postingSince'>): Promise<boolean> {
  // In milliseconds, because that is all that a Date brings back for the comparison.
  const begun = await tx.execute(
    sql`update messages set posting_since = now()
        where id = ${id} and ts is null and date_trunc('milliseconds', posting_since) is not distinct from ${postingSince}::timestamptz`,
  );
  return begun === 1;
}

/** It stands in Slack from now on, complete or not: whatever happens next, it is edited and not posted again. */
export function stands(tx: Tx, id: number, ts: string): Promise<number> {
  return tx.execute(sql`update messages set ts = ${ts}, shown_hash = null, posting_since = null where id = ${id}`);
}

/** Slack shows it as it is now; an empty hash says that there is nothing to be shown yet, so the way to answer is still needed. */
export function shown(tx: Tx, id: number, as: { readonly wanted: number; readonly ts?: string; readonly hash: string }): Promise<number> {
  return tx.execute(
    sql`update messages set shown = ${as.wanted}, ts = coalesce(${as.ts ?? null}, ts), shown_hash = ${as.hash}, posting_since = null, retry_at = null, tries = 0, problem = null,
          reply_url = case when ${as.hash} = '' then reply_url end where id = ${id}`,
  );
}

/** Not now: Slack is away, or wants us to wait. `unsure` keeps the mark that the post may have arrived. */
export function postpone(
  tx: Tx,
  id: number,
  until: { readonly seconds: number; readonly problem: string; readonly unsure: boolean },
): Promise<number> {
  return tx.execute(
    sql`update messages set retry_at = now() + make_interval(secs => ${until.seconds}), tries = tries + 1, problem = ${until.problem},
          posting_since = case when ${until.unsure} then posting_since else null end where id = ${id}`,
  );
}

/** Slack is back: what waited only for that goes now. A post in doubt waits on. */
export function retryNow(tx: Tx): Promise<number> {
  return tx.execute(sql`update messages set retry_at = null where retry_at > now() and posting_since is null and wanted > shown`);
}

/** Not as it is: the reason stays for people to see, and only a later change of the subject is tried again. */
export function giveUp(tx: Tx, id: number, wanted: number, problem: string): Promise<number> {
  return tx.execute(
    sql`update messages set shown = ${wanted}, problem = ${problem}, posting_since = null, reply_url = null where id = ${id}`,
  );
}

/** The bot was invited: what could not be posted in this channel today is tried again. */
export function retryIn(tx: Tx, channel: string): Promise<number> {
  return tx.execute(
    sql`with again as (update messages set wanted = wanted + 1, retry_at = null
          where channel = ${channel} and ts is null and only_for is null and problem is not null and wanted = shown and created_at > now() - interval '1 day' returning 1)
        select pg_notify('messages', '') from again limit 1`,
  );
}

/** The message was deleted in Slack: post it anew, and the replies that come under it. */
export function postAnew(tx: Tx, id: number): Promise<number> {
  return tx.execute(
    sql`update messages set ts = null, shown = 0, shown_hash = null, posting_since = null, wanted = wanted + 1 where id = ${id}`,
  );
}

/** What the message is about that a thread belongs to; undefined where it is none of ours, or about no environment. */
export async function environmentOfThread(tx: Tx, channel: string, ts: string): Promise<string | undefined> {
  const rows = await tx.rows(
    sql`select coalesce(r.environment, i.environment, l.environment) as environment from messages m
          left join runs r on m.subject = 'run' and r.id = m.subject_id
          left join incidents i on m.subject = 'incident' and i.id = m.subject_id
          left join log l on m.subject = 'log' and l.seq = m.subject_id
        where m.channel = ${channel} and m.ts = ${ts} limit 1`,
    z.object({ environment: z.string().nullable() }),
  );
  return rows[0]?.environment ?? undefined;
}
