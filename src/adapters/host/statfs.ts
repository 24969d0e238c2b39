import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { usable } from '../../lib/usable.ts';
import type { Mount } from '../../ports/platform.ts';
import { rounded } from '../../lib/rounded.ts';

/** How a mount is asked: by which program, and for how long. */
export interface StatOptions {
  /** `stat` of coreutils or busybox. */
  readonly program: string;
  readonly timeoutMs: number;
}

/**
 * Asks one file system in a process of its own: a hung network share would keep a thread of this process for ever.
 * Undefined when it does not answer in time or not at all.
 */
export async function statfs(
  path: string,
  { program, timeoutMs }: StatOptions,
  signal: AbortSignal,
): Promise<Omit<Mount, 'path'> | undefined> {
  const child = execa(program, ['-f', '-c', '%S %b %f %a %c %d', '--', path], { reject: false, stdin: 'ignore', cancelSignal: signal });
  const done = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: done.signal }).catch(() => undefined);
  // A process that waits for a dead server may not even take SIGKILL, so its end is not waited for.
  const answer = await Promise.race([child, late]);
  done.abort();
  signal.throwIfAborted();
  if (answer === undefined) child.kill('SIGKILL');
  return answer === undefined || answer.failed ? undefined : mount(answer.stdout);
}

function mount(text: string): Omit<Mount, 'path'> | undefined {
  const [size = 0, all = 0, free = 0, available = 0, files = 0, filesFree = 0] = text.trim().split(' ').map(Number);
  const most = usable({ all, free, available });
  if (!(most > 0)) return undefined;
  return {
    usedPercent: rounded((100 * (all - free)) / most),
    freeBytes: available * size,
    ...(files > 0 && { inodesUsedPercent: rounded((100 * (files - filesFree)) / files) }),
  };
}
