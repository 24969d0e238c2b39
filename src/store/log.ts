import { z } from 'zod';
import { Entry } from '../core/entry.ts';
import type { EntryKind } from '../core/entry.ts';
import { jsonText } from '../core/json.ts';
import { sql } from '../lib/sql.ts';
import type { Statement } from '../lib/sql.ts';
import type { ChainState } from '../ports/journal.ts';
import type { Tx } from './store.ts';

export interface NewEntry {
  readonly kind: EntryKind;
  /** Makes it once: a second row with the same key is not written. */
  readonly key?: string;
  readonly environment?: string;
  readonly run?: number;
  readonly by?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Appends one row and returns its number; undefined when its key is there already. To be called after all row locks are taken: it takes the one lock of the chain. */
export async function append(tx: Tx, entry: NewEntry): Promise<number | undefined> {
  const rows = await tx.rows(
    sql`insert into log (kind, key, environment, run, by, body, prev, hash)
        values (${entry.kind}, ${entry.key ?? null}, ${entry.environment ?? null}, ${entry.run ?? null}, ${entry.by ?? null}, ${jsonText(entry.body ?? {})}, '', '')
        on conflict (key) do nothing returning seq`,
    z.object({ seq: z.number() }),
  );
  return rows[0]?.seq;
}

const columns = sql`seq, key, at, environment, run, kind, by, body, hash`;

export function entriesOfRun(tx: Tx, run: number): Promise<readonly Entry[]> {
  return tx.rows(sql`select ${columns} from log where run = ${run} order by seq`, Entry);
}

export async function entry(tx: Tx, seq: number): Promise<Entry | undefined> {
  return (await tx.rows(sql`select ${columns} from log where seq = ${seq}`, Entry))[0];
}

export async function entryByKey(tx: Tx, key: string): Promise<Entry | undefined> {
  return (await tx.rows(sql`select ${columns} from log where key = ${key}`, Entry))[0];
}

/** The ends of tasks between two moments, oldest first. */
export function endsOfTasks(tx: Tx, environment: string, from: Date, to: Date): Promise<readonly Entry[]> {
  return tx.rows(
    sql`select ${columns} from log where kind = 'ended' and environment = ${environment} and at between ${from} and ${to}
          and run in (select id from runs where kind = 'task') order by seq desc limit 30`,
    Entry,
  );
}

export interface LogFilter {
  readonly environment?: string;
  readonly since?: Date;
  readonly run?: number;
  readonly limit: number;
}

/** The newest rows that match, newest first. */
export function recentEntries(tx: Tx, { environment, since, run, limit }: LogFilter): Promise<readonly Entry[]> {
  return tx.rows(
    sql`select ${columns} from log
        where (${environment ?? null}::text is null or environment = ${environment ?? null} or environment is null)
          and (${since ?? null}::timestamptz is null or at >= ${since ?? null}) and (${run ?? null}::bigint is null or run = ${run ?? null})
        order by seq desc limit ${limit}`,
    Entry,
  );
}

/**
 * Recomputes the chain, in pieces, since hashing a long log takes longer than one statement may. Each piece goes on from
 * the last hash of the one before it.
 */
export async function verifyChain(tx: Tx, how: { readonly signal?: AbortSignal; readonly rowsAPiece?: number } = {}): Promise<ChainState> {
  const { signal, rowsAPiece = 2000 } = how;
  let whole = { rows: 0, last: 0, head: '' };
  for (let from = Number.MIN_SAFE_INTEGER; ; from = whole.last + 1) {
    signal?.throwIfAborted();
    const [piece] = await tx.rows(pieceOf(from, rowsAPiece, whole), Piece);
    const { rows = 0, last, head, brokenAt } = piece ?? {};
    whole = { rows: whole.rows + rows, last: last ?? whole.last, head: head ?? whole.head };
    if (typeof brokenAt === 'number') return { rows: whole.rows, head: whole.head, brokenAt };
    if (rows === 0) return { rows: whole.rows, head: whole.head };
  }
}

const Piece = z.object({ rows: z.number(), last: z.number().nullable(), head: z.string().nullable(), brokenAt: z.number().nullable() });

/** How many of the next rows follow from one another, and the first that does not. */
function pieceOf(from: number, rows: number, before: { readonly last: number; readonly head: string }): Statement {
  return sql`with piece as (select log, seq, hash, prev from log where seq >= ${from} order by seq limit ${rows}),
          chain as (select seq, hash, hash <> log_hash(log) or prev <> lag(hash, 1, ${before.head}) over way or seq <> lag(seq, 1, ${before.last}::bigint) over way + 1 as broken
            from piece window way as (order by seq)),
          break as (select min(seq) as seq from chain where broken)
        select count(*) as rows, max(chain.seq) as last, (array_agg(hash order by chain.seq desc))[1] as head, (select seq from break) as "brokenAt"
          from chain where chain.seq < coalesce((select seq from break), ${Number.MAX_SAFE_INTEGER})`;
}

/** Do the rows of one run hash right? Asked before an approved run starts. */
export async function rowsOfRunHashRight(tx: Tx, run: number): Promise<boolean> {
  const [result] = await tx.rows(
    sql`select not exists (select 1 from log left join log before on before.seq = log.seq - 1
          where log.run = ${run} and (log.hash <> log_hash(log) or log.prev <> coalesce(before.hash, ''))) as "right"`,
    z.object({ right: z.boolean() }),
  );
  return result?.right ?? false;
}
