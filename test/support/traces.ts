import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '../../sandbox/stores/databases.ts';
import type { House } from './house.ts';
import { adminUrl } from './stores.ts';

/** What a wrong word must leave as it was: the bot's rows, the folder of the backups, the databases of the platform's server, what everybody reads. */
export interface Traces {
  readonly runs: readonly unknown[];
  readonly log: number;
  readonly files: readonly string[];
  readonly databases: readonly string[];
  readonly channel: readonly string[];
}

/** `as` is somebody who did not type, so that answers for the typist alone do not count. */
export async function tracesOf(house: House, as = 'kim'): Promise<Traces> {
  const runs = await house.store.query<{ id: number; state: string; outcome: string | null }>(
    'select id::int, state, outcome from runs order by id',
  );
  const log = await house.store.query<{ n: number }>('select count(*)::int as n from log');
  const name = new URL(house.platformUrl).pathname.slice(1);
  const databases = await withClient(adminUrl(), (client) =>
    client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1) order by datname', [name]),
  );
  return {
    runs: runs.rows,
    log: log.rows[0]?.n ?? 0,
    files: (await readdir(join(house.folder, 'backups'))).toSorted(),
    databases: databases.rows.map(({ datname }) => datname),
    channel: (await house.hand.messages(as)).map(({ ts, text }) => `${ts} ${text}`),
  };
}
