import type { Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../lib/sql.ts';
import type { DatabaseTraits, RowCounts } from '../../ports/database.ts';
import { readTraits } from '../database/reading.ts';
import { rowsOf, withSession } from '../database/session.ts';
import { countTables } from '../database/tables.ts';

/** One moment of a database, which pg_dump and the counting share. */
export interface Snapshot {
  readonly id: string;
  readonly at: Date;
  readonly traits: DatabaseTraits;
  readonly walPosition: string | null;
  count(): Promise<RowCounts>;
}

const Moment = z.object({ id: z.string(), at: z.date(), wal: z.string().nullable() });

/** Holds a snapshot while `work` runs. */
export function withSnapshot<Result>(url: string, signal: AbortSignal, work: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  return withSession({ url, mode: 'read', statementTimeoutMs: 0, purpose: 'create-backup' }, either, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // The snapshot lives as long as this transaction, which waits while pg_dump works.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    try {
      const result = await work(await take(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // The counting may still be under way; so it is cancelled on the server too.
      failed.abort(error);
      throw error;
    }
  });
}

async function take(client: Client): Promise<Snapshot> {
  const traits = await readTraits(client);
  const [moment] = await rowsOf(
    client,
    sql`select pg_export_snapshot() as id, now() as at, case when pg_is_in_recovery() then null else pg_current_wal_lsn()::text end as wal`,
    Moment,
  );
  if (!moment) throw new Error('the server gave no snapshot');
  return { id: moment.id, at: moment.at, traits, walPosition: moment.wal, count: () => countTables(client) };
}
