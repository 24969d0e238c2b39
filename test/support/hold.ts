import pg from 'pg';
import { withClient } from '../../sandbox/stores/databases.ts';
import { until } from './gate.ts';

/** What a test keeps from others, so that they wait where it wants them. */
export interface Hold {
  /** Waits until a session stands before it whose application name matches. */
  awaited(by: string): Promise<void>;
  release(): Promise<void>;
}

/** Takes what this statement locks, until it is released. */
export async function hold(url: string, lock: string): Promise<Hold> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the database may be dropped before
  await client.connect();
  await client.query('begin');
  await client.query(lock);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const waiting = 'select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and application_name ~ $2';
  return {
    // Asked by others, since a transaction sees the sessions as they were when it first looked.
    awaited: (by) => until(async () => (await withClient(url, (other) => other.query(waiting, [rows[0]?.pid, by]))).rowCount !== 0),
    async release() {
      await client.query('rollback').catch(() => {});
      await client.end().catch(() => {});
    },
  };
}
