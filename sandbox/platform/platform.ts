import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../stores/ports.ts';
import { keptSecret } from '../stores/secret.ts';
import { serveApi } from './api/server.ts';
import { createTokens } from './api/tokens.ts';
import { makeBackups } from './backups/make.ts';
import { connectRedis } from './celery/redis.ts';
import { startQueue, type Queue } from './celery/platform-queue.ts';
import { makeCertificate, type Made } from './certificate.ts';
import { createPool } from './database/pool.ts';
import { preparePlatformDatabase } from './database/prepare.ts';
import { openJournal } from './logs/journal.ts';

/** A running stand-in for the BigShot platform. */
export interface Platform {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** Holds `logs/`, `backups/`, `instance/`, `ssl/` and `.env`, as the platform's checkout does. */
  readonly folder: string;
  /** Of the API's user `admin`: the platform's default. */
  readonly adminPassword: string;
  /** Ends only the Celery worker: the queue grows and nobody answers remote control. */
  stopWorker(): Promise<void>;
  /** Makes the certificate and the older backups that are missing. Takes seconds: for after the start. */
  makeExtras(): Promise<readonly Made[]>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly folder: string;
  readonly databaseUrl: string;
  /** URL of the platform's own Redis; without one it runs without a queue. */
  readonly redis?: string;
  /** Told once when its database takes no connections, for which it waits. */
  readonly onClosed?: () => void;
  /** It is one service among containers: its API listens on all addresses at this port, and the worker and the web server are others. */
  readonly inContainer?: { readonly port: number };
}

/** A platform whose addresses are known; its first start still fills the database. */
export interface OpeningPlatform extends Platform {
  /** Settles when the data are there and the queue is served. */
  readonly filled: Promise<void>;
}

/** Starts the platform over a running PostgreSQL and, if there is one, Redis; the first start fills the database. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const platform = await openPlatform(options);
  await platform.filled;
  return platform;
}

/** As `startPlatform`, but comes back as soon as its addresses are known: filling takes seconds that others can use. */
export async function openPlatform(options: PlatformOptions): Promise<OpeningPlatform> {
  const { folder, databaseUrl, redis: redisUrl, inContainer } = options;
  await mkdir(join(folder, 'backups'), { recursive: true });
  const closing = new AbortController();
  const prepared = preparePlatformDatabase(databaseUrl, options.onClosed ?? (() => undefined), closing.signal);
  prepared.catch(() => undefined); // `filled` tells of it; until somebody waits for that it is no unhandled rejection
  const [journal, secret] = await Promise.all([
    openJournal(join(folder, 'logs'), { writesAccess: !inContainer }),
    keptSecret(join(folder, 'jwt-secret')),
    layOutFiles(folder),
  ]);
  const pool = createPool(databaseUrl);
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl);
  const parts = { pool, redis, tokens: createTokens(secret), journal, backupsFolder: join(folder, 'backups') };
  const portFile = join(folder, 'port');
  const preferred = Number(await readFile(portFile, 'utf8').catch(() => '0'));
  const api = await serveApi(
    parts,
    inContainer ? { host: '0.0.0.0', ...inContainer } : { host: '127.0.0.1', port: await freePort(preferred) },
  );
  if (!inContainer) await writeFile(portFile, String(api.port));
  const queue = queueAfter(prepared, async () =>
    redisUrl !== undefined && redis ? startQueue({ redisUrl, redis, pool, hasWorker: !inContainer }) : undefined,
  );
  return {
    filled: queue.served,
    apiUrl: `http://127.0.0.1:${api.port}`,
    databaseUrl,
    redisUrl,
    folder,
    adminPassword: 'password',
    stopWorker: () => queue.stopWorker(),
    // The file of a Redis in another container cannot be read from here.
    makeExtras: () => Promise.all([makeCertificate(folder), makeBackups({ folder, databaseUrl, redis: inContainer ? undefined : redis })]),
    close: async () => {
      closing.abort(new Error('the platform is stopping'));
      await queue.stop();
      await api.close();
      redis?.disconnect();
      await pool.end();
      await journal.close();
    },
  };
}

interface LateQueue extends Queue {
  /** Settles when the queue is served, or cannot be. */
  readonly served: Promise<void>;
}

/** Serves the queue as soon as the database is prepared, unless it was stopped before. */
function queueAfter(prepared: Promise<void>, start: () => Promise<Queue | undefined>): LateQueue {
  const state: { queue?: Promise<Queue | undefined>; isStopped: boolean } = { isStopped: false };
  const served = prepared.then(async () => {
    if (!state.isStopped) await (state.queue = start());
  });
  served.catch(() => undefined);
  return {
    served,
    stopWorker: async () => {
      await served;
      await (await state.queue)?.stopWorker();
    },
    stop: async () => {
      state.isStopped = true;
      // Preparing is not waited for: a first one takes seconds, and the end of its server cuts it.
      await (await state.queue?.catch(() => undefined))?.stop();
    },
  };
}

async function layOutFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'instance'), { recursive: true });
  await writeFile(join(folder, 'instance', 'settings.json'), '{"theme": "dark", "page_size": 50}\n');
  await writeFile(
    join(folder, '.env'),
    'SECRET_KEY=not-a-real-secret-key\nJWT_SECRET_KEY=not-a-real-jwt-key\nPOSTGRES_PASSWORD=not-real\n',
    { mode: 0o600 },
  );
}
