import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { goneWithin, signal } from '../../../sandbox/stores/processes.ts';
import { startRedis } from '../../../sandbox/stores/redis.ts';
import { prepareQueueStore } from '../../../src/adapters/queue-store.ts';
import type { QueueStore } from '../../../src/adapters/queue-store.ts';
import { testDatabase } from '../../support/stores.ts';
import { layWire } from '../../support/wire.ts';
import type { Wire } from '../../support/wire.ts';

/** A real server for the queue, reached over a wire that a test can cut. */
export interface Backend {
  readonly store: QueueStore;
  readonly wire: Wire;
  /** The worst that may happen to it: kill -9 of Redis, which forgets all; all sessions of PostgreSQL ended by the server. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

const noRedis = spawnSync('redis-server', ['--version']).error
  ? ' (skipped: redis-server is not installed: apt-get install redis-server)'
  : '';

/** Rows for `describe.each`: the title with the reason for skipping, whether to skip, and how to open it. */
export const backends = [
  ['Redis' + noRedis, noRedis !== '', openRedis],
  ['PostgreSQL', false, openPostgres],
] as const;

async function openRedis(): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-queue-'));
  const start = async () => {
    const server = await startRedis({ folder });
    if ('absent' in server) throw new Error(server.absent);
    return server;
  };
  let server = await start();
  const wire = await layWire(server.url);
  return {
    store: { kind: 'redis', url: wire.through(server.url) },
    wire,
    async crash() {
      signal(server.pid, 'SIGKILL');
      await goneWithin(server.pid, 5000);
      server = await start();
      wire.mend(server.url);
    },
    async close() {
      await wire.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgres(): Promise<Backend> {
  const database = await testDatabase();
  const wire = await layWire(database.url);
  const store: QueueStore = { kind: 'postgres', url: wire.through(database.url) };
  await prepareQueueStore(store);
  return {
    store,
    wire,
    async crash() {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await client.end();
    },
    async close() {
      await wire.close();
      await database.drop();
    },
  };
}
