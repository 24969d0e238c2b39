import type { Client } from 'pg';
import { z } from 'zod';
import { sql } from '../../../lib/sql.ts';
import type { Counted } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';

/** Since when the counters of this database run: their last reset, where the server knows of one. */
export async function readSince(client: Client): Promise<Counted> {
  const [row] = await rowsOf(
    client,
    sql`select stats_reset as since from pg_stat_database where datname = current_database()`,
    z.object({ since: z.date().nullable() }),
  );
  return row?.since ? { since: row.since } : {};
}
