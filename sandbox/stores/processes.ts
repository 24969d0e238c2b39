import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hasCode } from './errors.ts';

/** Whether a process with this id exists now (a zombie that nobody has collected counts as gone). */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (problem) {
    return hasCode(problem, 'EPERM');
  }
  if (process.platform !== 'linux') return true;
  const status = await statusFields(pid);
  // No status at all: it was collected since the line above.
  return status !== undefined && status[0] !== 'Z';
}

/**
 * When a process was started, in a form that only compares: process ids are used again, so an id alone proves nothing.
 * Undefined when there is no such process.
 */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return (await ps(pid, 'lstart='))?.trim();
  const fields = await statusFields(pid);
  const ticks = fields?.[19];
  // The ticks count from the boot, so the boot is part of the answer.
  return ticks === undefined ? undefined : `${await bootId()}/${ticks}`;
}

/** The command line of a process, arguments parted by blanks; empty when it cannot be read. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return (await ps(pid, 'command=')) ?? '';
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.replaceAll('\0', ' ').trim();
}

/** Sends a signal; a process that is gone already is no error. With `group`, to the whole group that this process leads. */
export function signal(pid: number, name: NodeJS.Signals, to: 'process' | 'group' = 'process'): void {
  try {
    process.kill(to === 'group' ? -pid : pid, name);
  } catch (problem) {
    if (!hasCode(problem, 'ESRCH')) throw problem;
  }
}

/** Waits until a process is gone. False when it is still there after `timeoutMs`. */
export async function goneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (await isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

// The second field is the program's name in parentheses and may contain blanks, so the fields are counted from the state on.
async function statusFields(pid: number): Promise<readonly string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
}

async function bootId(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'boot');
  return text.trim();
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  return promisify(execFile)('ps', ['-o', column, '-p', String(pid)])
    .then(({ stdout }) => stdout)
    .catch(() => undefined);
}
