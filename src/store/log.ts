import { z } from 'zod';
import { Entry } from '../core/entry.ts';
import type { EntryKind } from '../core/entry.ts';
import { jsonText } from '../core/json.ts';
import { sql } from '../lib/sql.ts';
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

/** Recomputes the chain. `brokenAt` is the first row that does not follow from the one before it. */
export async function verifyChain(tx: Tx): Promise<{ readonly rows: number; readonly head: string; readonly brokenAt?: number }> {
  const result = await tx.rows(
    sql`with chain as (select seq, hash, prev, log_hash(log) as fresh, lag(hash, 1, '') over (order by seq) as before, lag(seq, 1, 0::bigint) over (order by seq) as last from log)
        select count(*) as rows, coalesce((select hash from log order by seq desc limit 1), '') as head,
               min(seq) filter (where hash <> fresh or prev <> before or seq <> last + 1) as "brokenAt" from chain`,
    z.object({ rows: z.number(), head: z.string(), brokenAt: z.number().nullable() }),
  );
  const { rows, head, brokenAt } = result[0] ?? { rows: 0, head: '', brokenAt: null };
  return brokenAt === null ? { rows, head } : { rows, head, brokenAt };
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
