import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { goneWithin, signal } from '../stores/processes.ts';

/** The bot as a child process. */
export interface Bot {
  readonly pid: number;
  /** Settles when the process ends by itself, with the last lines of its log; never when it was stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

export interface BotOptions {
  /** Node arguments: the program and what it is told. */
  readonly program: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: string;
  /** Told at once, before the bot is ready, so that it can be ended at any moment. */
  readonly onSpawn: (pid: number, stop: () => Promise<void>) => void;
}

/** The bot ended before it was asked to. */
export class BotDied extends Error {}

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;

/**
 * Starts the bot and waits for the line of its log that says `ready`.
 * @throws BotDied with the last lines of its log.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const file = await open(options.log, 'w', 0o600);
  const child = spawn(process.execPath, options.program, {
    cwd: options.cwd,
    env: options.environment,
    // A group of its own, or Ctrl-C would end it before we end it in order.
    detached: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  await file.close();
  const { pid } = child;
  if (pid === undefined) throw new Error(`starting ${process.execPath}`);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, name) => void explain(options.log, name ?? `code ${code}`).then(resolve));
  });
  const state = { isStopping: false };
  const stop = async (): Promise<void> => {
    state.isStopping = true;
    await end(pid);
  };
  options.onSpawn(pid, stop);
  const outcome = await Promise.race([isReady(options.log), exited]);
  if (outcome === true) return { pid, died: unless(exited, () => state.isStopping), stop };
  await stop();
  throw new BotDied(outcome === false ? await explain(options.log, 'no word of being ready') : outcome);
}

function unless(exited: Promise<string>, isStopping: () => boolean): Promise<string> {
  return new Promise((resolve) => {
    void exited.then((words) => (isStopping() ? undefined : resolve(words)));
  });
}

async function isReady(log: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (/"msg":"ready"/.test(await readFile(log, 'utf8'))) return true;
    await sleep(40);
  }
  return false;
}

async function explain(log: string, how: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-20);
  return [`The bot ended (${how}). The end of ${log}:`, ...lines].join('\n');
}

async function end(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (!(await goneWithin(pid, STOPPED_WITHIN_MS))) signal(pid, 'SIGKILL', 'group');
  await goneWithin(pid, STOPPED_WITHIN_MS);
}
