import { spawn } from 'node:child_process';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from './ports.ts';
import { goneWithin, signal } from './processes.ts';
import { keptSecret } from './secret.ts';

/** A running Redis of its own. */
export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Why there is no Redis. */
export interface AbsentRedis {
  readonly absent: string;
}

export interface RedisOptions {
  readonly folder: string;
  /** Told the process id before anything can go wrong, so that a killed caller leaves a trace of it. */
  readonly onSpawn?: (pid: number) => void;
  /** The program and its first arguments; the machine's own `redis-server` unless told. */
  readonly program?: readonly [string, ...string[]];
}

const READY_WITHIN_MS = 10_000;

/**
 * Starts the machine's own `redis-server` on a free port of 127.0.0.1, with its files in the folder; absent where it is not installed.
 * @throws with the server's log when it is installed but does not start.
 */
export async function startRedis({ folder, onSpawn, program = ['redis-server'] }: RedisOptions): Promise<RedisServer | AbsentRedis> {
  const [command, ...first] = program;
  const found = await execa(command, [...first, '--version'], { reject: false });
  if (found.failed) return { absent: 'redis-server is not installed: apt-get install redis-server' };
  await mkdir(folder, { recursive: true });
  // Not by mkdir, which would close the folders above it too.
  await chmod(folder, 0o700);
  const password = await keptSecret(join(folder, 'password'));
  const port = await freePort();
  const log = join(folder, 'server.log');
  const file = await open(log, 'w', 0o600);
  // The settings come by standard input: an argument could be read by everybody on the machine.
  const child = spawn(command, [...first, '-'], { cwd: '/', detached: true, stdio: ['pipe', file.fd, file.fd] });
  await file.close();
  child.once('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(settings({ folder, port, password }));
  const pid = child.pid;
  if (pid !== undefined) onSpawn?.(pid);
  if (pid === undefined || !(await answersWithin(port, password, () => child.exitCode !== null))) {
    child.kill('SIGKILL');
    throw new Error(`starting redis-server in ${folder}\n${await readFile(log, 'utf8')}`);
  }
  return { url: `redis://:${password}@127.0.0.1:${port}/0`, pid, stop: () => end(pid) };
}

function settings({ folder, port, password }: { readonly folder: string; readonly port: number; readonly password: string }): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(folder)}`,
    `requirepass ${password}`,
    'appendonly no',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');
}

async function answersWithin(port: number, password: string, hasEnded: () => boolean): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && !hasEnded()) {
    if (await answers(port, password)) return true;
    await sleep(20);
  }
  return false;
}

function answers(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\n`));
    socket.once('data', (answer) => {
      resolve(answer.toString().startsWith('+OK'));
      socket.destroy();
    });
  });
}

async function end(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await goneWithin(pid, 5000)) return;
  signal(pid, 'SIGKILL');
  await goneWithin(pid, 5000);
}
