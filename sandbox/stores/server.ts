import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';
import { commandOf, goneWithin, isAlive, signal } from './processes.ts';

/** A postgres process that accepts connections. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly data: string;
  readonly port: number;
  readonly durable: boolean;
  readonly countsStatements: boolean;
  readonly onSpawn?: ((pid: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;

/**
 * Starts the server of a data folder and waits until it accepts connections.
 * @throws with the end of the server's log when it ends or is not ready in time.
 */
export async function startServer(place: Place, options: ServerOptions): Promise<Server> {
  options.signal?.throwIfAborted();
  const log = join(place.base, 'server.log');
  const file = await open(log, 'w', 0o600);
  const child = spawn(place.binaries.postgres, ['-D', options.data, ...settings(options)], {
    ...place.account,
    cwd: '/',
    // A group of its own, or Ctrl-C would reach the server before us.
    detached: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  // Listened for at once: a server that may not read its folder ends within milliseconds, and would be waited for in vain.
  const failure = failureOf(child);
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  await file.close();
  try {
    const pid = await ready(child, failure, options);
    const stop = once(() => end(pid));
    return { pid, port: options.port, stop };
  } catch (cause) {
    if (child.pid !== undefined) await end(child.pid);
    const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n');
    throw new Error(`starting PostgreSQL in ${options.data}\n${tail}`, { cause });
  }
}

/** Ends the server that a killed process left in this data folder, if there is one. True when there was. */
export async function endLeftover(data: string): Promise<boolean> {
  const pid = (await lockFile(data))?.pid;
  if (pid === undefined || !(await isAlive(pid))) return false;
  // The id may belong to somebody else by now: only a postgres of exactly this folder is ours.
  const words = (await commandOf(pid)).split(' ');
  if (!words[0]?.endsWith('postgres') || !words.includes(data)) return false;
  await end(pid);
  return true;
}

function settings({ port, durable, countsStatements }: ServerOptions): readonly string[] {
  const given = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    ...(countsStatements ? { shared_preload_libraries: 'pg_stat_statements' } : {}),
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

// The server itself writes into its lock file when it accepts connections; pg_ctl waits in the same way.
async function ready(child: ChildProcess, failure: Promise<never>, { data, signal: cut }: ServerOptions): Promise<number> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    cut?.throwIfAborted();
    const lock = await lockFile(data);
    if (lock?.isReady && lock.pid === child.pid) return lock.pid;
    await Promise.race([sleep(15), failure]);
  }
  throw new Error(`postgres was not ready after ${READY_WITHIN_MS / 1000} s`);
}

function failureOf(child: ChildProcess): Promise<never> {
  const failure = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, name) => reject(new Error(`postgres ended with ${name ?? `code ${code}`}`)));
  });
  // Once the server is ready nobody waits for this promise any more.
  failure.catch(() => undefined);
  return failure;
}

async function lockFile(data: string): Promise<{ readonly pid: number; readonly isReady: boolean } | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n');
  const pid = Number(lines?.[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines?.[7]?.trim() === 'ready' } : undefined;
}

// SIGINT is the fast way: clients are cut and the data is written; SIGTERM would wait for the clients.
async function end(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await goneWithin(pid, STOPPED_WITHIN_MS)) return;
  signal(pid, 'SIGKILL');
  await goneWithin(pid, STOPPED_WITHIN_MS);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
