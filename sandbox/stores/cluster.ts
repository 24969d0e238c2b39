import { readFile, rename, rm, stat, writeFile, chown } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { execa } from 'execa';
import { findBinaries, type Binaries } from './binaries.ts';
import { createDatabase, withClient } from './databases.ts';
import { hasCode } from './errors.ts';
import { findPlace, ownFolder, type Place } from './place.ts';
import { freePort } from './ports.ts';
import { keptSecret } from './secret.ts';
import { endLeftover, startServer, type Server, type ServerOptions } from './server.ts';

/** A running PostgreSQL server with its own data folder. */
export interface Cluster {
  /** Of its database. */
  readonly url: string;
  /** Of the database `postgres` on the same server. */
  readonly adminUrl: string;
  readonly folder: string;
  readonly pid: number;
  /** Ends the server; connections are cut. A second call waits for the same end. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly folder: string;
  readonly database: string;
  /** The superuser, `bigshot` by default. */
  readonly user?: string;
  /** Another server than the one that came with the project. */
  readonly binaries?: Binaries;
  /** False gives up safety against a power failure for speed; for tests only. */
  readonly durable?: boolean;
  /** Lets its databases have `pg_stat_statements`. */
  readonly countsStatements?: boolean;
  /** Told the server's process id before it is ready, so that a killed caller leaves a trace of it. */
  readonly onSpawn?: (pid: number) => void;
  /** Cuts the start, which takes seconds the first time; nothing is left running then. */
  readonly signal?: AbortSignal;
}

/**
 * Starts the PostgreSQL of a folder on a free port of 127.0.0.1; the first start creates it, later ones open the kept data.
 * A server that a killed process left behind in this folder is ended first.
 * @throws with what to do, when there are no binaries for this machine or they cannot run here.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, database, user = 'bigshot', durable = true, countsStatements = false, onSpawn, signal } = options;
  const place = await findPlace(folder, options.binaries ?? (await findBinaries()));
  const data = join(place.base, 'data');
  await endLeftover(data);
  // Data kept elsewhere outlive their folder; when somebody has deleted it, nobody knows their password any more.
  if (place.base !== folder && !(await isThere(join(folder, 'password')))) await rm(data, { recursive: true, force: true });
  const password = await keptSecret(join(folder, 'password'));
  if (!(await exists(data))) await initialise(place, { data, user, password, durable, signal });
  const server = await startOnFreePort(place, { data, durable, countsStatements, onSpawn, signal });
  const urlOf = (name: string): string => `postgres://${user}:${password}@127.0.0.1:${server.port}/${name}`;
  await withClient(urlOf('postgres'), (client) => createDatabase(client, database)).catch(async (problem: unknown) => {
    await server.stop();
    throw problem;
  });
  return { url: urlOf(database), adminUrl: urlOf('postgres'), folder, pid: server.pid, stop: () => server.stop() };
}

interface Start {
  readonly data: string;
  readonly user: string;
  readonly password: string;
  readonly durable: boolean;
  readonly signal: AbortSignal | undefined;
}

// Made under another name first: an initdb that was cut leaves no folder that looks like a cluster.
async function initialise(place: Place, { data, user, password, durable, signal }: Start): Promise<void> {
  const fresh = `${data}.new`;
  const passwordFile = join(place.base, `initial-${randomBytes(6).toString('hex')}`);
  await rm(fresh, { recursive: true, force: true });
  await ownFolder(fresh, place.account);
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    if (place.account) await chown(passwordFile, place.account.uid, place.account.gid);
    const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
    const access = ['-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const sync = durable ? [] : ['--no-sync'];
    await execa(place.binaries.initdb, ['-D', fresh, ...access, '-E', 'UTF8', `--locale=${locale}`, ...sync], {
      ...place.account,
      cwd: '/',
      ...(signal && { cancelSignal: signal }),
    });
  } catch (cause) {
    throw new Error(`creating the PostgreSQL cluster in ${data}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, data);
}

// Between looking for a free port and listening on it somebody else may take it.
async function startOnFreePort(place: Place, options: Omit<ServerOptions, 'port'>, attemptsLeft = 5): Promise<Server> {
  const port = await freePort();
  try {
    return await startServer(place, { ...options, port });
  } catch (problem) {
    const passing = problem instanceof Error && /Address already in use|pre-existing shared memory block/.test(problem.message);
    if (!passing || attemptsLeft === 0) throw problem;
    return startOnFreePort(place, options, attemptsLeft - 1);
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (problem: unknown) => {
      if (hasCode(problem, 'ENOENT')) return false;
      throw problem;
    },
  );
}

function exists(folder: string): Promise<boolean> {
  return readFile(join(folder, 'PG_VERSION')).then(
    () => true,
    (problem: unknown) => {
      if (hasCode(problem, 'ENOENT')) return false;
      throw problem;
    },
  );
}
