import { Client } from 'pg';
import type { FreshDatabase } from '../../sandbox/stores/databases.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { testDatabase } from './stores.ts';

/** The bot's own store on a real PostgreSQL, migrated; for one test file. */
export interface BotStore {
  readonly store: Store;
  readonly url: string;
  /** SQL past all triggers: to make time pass, or to play the intruder. */
  force(statement: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Empties all tables, the log too. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** @param fresh an empty database; on the server that all test files share unless told. */
export async function openBotStore(fresh: Promise<FreshDatabase> = testDatabase()): Promise<BotStore> {
  const database = await fresh;
  await migrate(database.url, () => {});
  const store = createStore({ url: database.url, onError: () => {}, limitMs: 10_000 });
  const intruder = new Client({ connectionString: database.url });
  intruder.on('error', () => {}); // the database is dropped at the end, whoever is connected
  await intruder.connect();
  await intruder.query("set session_replication_role = 'replica'");
  return {
    store,
    url: database.url,
    async force(statement, values = []) {
      const result = await intruder.query<Record<string, unknown>>(statement, [...values]);
      return result.rows;
    },
    async empty() {
      await intruder.query('truncate runs, log, findings, messages, people, locks, holds, workers, archives restart identity cascade');
    },
    async close() {
      await store.close();
      await intruder.end();
      await database.drop();
    },
  };
}
