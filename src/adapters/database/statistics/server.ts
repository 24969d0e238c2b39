import type { Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../../core/errors.ts';
import { sql } from '../../../lib/sql.ts';
import type { DatabaseCounters, Session } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';
import { readSince } from './since.ts';

const Counters = z.object({
  blocksHit: z.number(),
  blocksRead: z.number(),
  committed: z.number(),
  rolledBack: z.number(),
  deadlocks: z.number(),
  temporaryBytes: z.number(),
  oldestDatabase: z.string(),
  oldestAge: z.number(),
  preparedSeconds: z.number(),
  idleSlots: z.array(z.string()),
});

export async function readCounters(client: Client): Promise<DatabaseCounters> {
  const [row] = await rowsOf(
    client,
    sql`select s.blks_hit::float8 as "blocksHit", s.blks_read::float8 as "blocksRead", s.xact_commit::float8 as committed, s.xact_rollback::float8 as "rolledBack",
          s.deadlocks::float8 as deadlocks, s.temp_bytes::float8 as "temporaryBytes", old.datname::text as "oldestDatabase", age(old.datfrozenxid)::float8 as "oldestAge",
          coalesce((select extract(epoch from max(clock_timestamp() - prepared))::float8 from pg_prepared_xacts), 0) as "preparedSeconds",
          (select coalesce(array_agg(slot_name::text order by slot_name), '{}') from pg_replication_slots where not active) as "idleSlots"
        from pg_stat_database s, (select datname, datfrozenxid from pg_database order by age(datfrozenxid) desc limit 1) old
        where s.datname = current_database()`,
    Counters,
  );
  if (!row) throw new OpsError('database', 'reading the counters of the database: no answer');
  const { oldestDatabase, oldestAge, ...counters } = row;
  return { ...counters, ...(await readSince(client)), wraparound: { database: oldestDatabase, age: oldestAge } };
}

const SessionRow = z.object({
  pid: z.number(),
  user: z.string().nullable(),
  application: z.string().nullable(),
  state: z.string().nullable(),
  seconds: z.number().nullable(),
  blockedBy: z.array(z.number()),
  query: z.string().nullable(),
});

/** Who blocks whom costs the server something, so it is asked only of those that wait for a lock. */
export async function readSessions(client: Client): Promise<readonly Session[]> {
  const rows = await rowsOf(
    client,
    sql`select a.pid, a.usename::text as user, a.application_name as application, a.state, left(a.query, 300) as query,
          extract(epoch from clock_timestamp() - case when a.state = 'active' then a.query_start else a.xact_start end)::float8 as seconds,
          case when a.wait_event_type = 'Lock' then pg_blocking_pids(a.pid) else '{}' end as "blockedBy"
        from pg_stat_activity a
        where a.backend_type = 'client backend' and a.datname = current_database() and a.application_name !~ '^bigshot(:|$)' and a.state <> 'idle'
        order by seconds desc nulls last limit 50`,
    SessionRow,
  );
  return rows.map(({ user, application, state, seconds, query, ...rest }) => ({
    ...rest,
    user: user ?? '',
    application: application ?? '',
    state: state ?? 'unknown',
    seconds: seconds ?? 0,
    query: query ?? '',
  }));
}
