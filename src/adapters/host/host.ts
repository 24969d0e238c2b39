import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Absent, OpsError } from '../../core/errors.ts';
import type { HostReader } from '../../ports/platform.ts';
import { realMounts } from './mountinfo.ts';
import { statfs } from './statfs.ts';

/** Shorter ones are noise. */
const CPU_WINDOW_MS = 1000;

/** Everything has a default. */
export interface HostOptions {
  /** Where the root of the host is mounted, for a bot in a container: it looks at the host then and not at itself. */
  readonly root?: string;
  readonly proc?: string;
  readonly platform?: NodeJS.Platform;
  readonly statProgram?: string;
  /** For each file system; 2 s unless told. */
  readonly statTimeoutMs?: number;
  /** Folders whose file systems are looked at whatever they are. */
  readonly folders?: readonly string[];
}

/** The machine that this process runs on, as Linux tells it below /proc. Paths are those of the host. */
export function createHost(options: HostOptions = {}): HostReader {
  const { root = '/' } = options;
  const {
    proc = join(root, 'proc'),
    platform = process.platform,
    statProgram: program = 'stat',
    statTimeoutMs: timeoutMs = 2000,
  } = options;
  const folders = (options.folders ?? []).map((folder) => resolve(folder));
  const read = async (file: string, signal: AbortSignal): Promise<string> => {
    if (platform !== 'linux') throw new Absent(`${join(proc, file)} exists on Linux only, and this machine runs ${platform}`);
    return readFile(join(proc, file), { encoding: 'utf8', signal });
  };
  return {
    mounts: async (signal) => {
      // The mounts that its first process sees are the host's own.
      const lines = realMounts(await read(root === '/' ? 'self/mountinfo' : '1/mountinfo', signal), folders);
      const asked = await Promise.all(
        lines.map(async ({ path }) => ({ path, mount: await statfs(join(root, path), { program, timeoutMs }, signal) })),
      );
      return {
        mounts: asked.flatMap(({ path, mount }) => (mount ? [{ ...mount, path }] : [])),
        unreadable: asked.filter(({ mount }) => mount === undefined).map(({ path }) => path),
      };
    },
    memory: async (signal) => memory(await read('meminfo', signal)),
    cpu: async (signal) => {
      const before = ticksIn(await read('stat', signal));
      await sleep(CPU_WINDOW_MS, undefined, { signal });
      return busyBetween(before, ticksIn(await read('stat', signal)));
    },
    load: async (signal) => {
      const [one = Number.NaN, five = Number.NaN, fifteen = Number.NaN] = (await read('loadavg', signal)).split(' ').map(Number);
      if (Number.isNaN(one + five + fifteen)) throw new OpsError('host', `reading ${join(proc, 'loadavg')}: it holds no three numbers`);
      // Load counts the tasks of the whole machine, whatever share of it this process may use.
      return { one, five, fifteen, cores: Math.max(1, cpus().length) };
    },
  };
}

/** Time of all cores since the start, in ticks of the kernel. */
interface Ticks {
  readonly all: number;
  readonly idle: number;
  readonly waiting: number;
}

/** `cpu  user nice system idle iowait irq softirq steal …`; guests are within user already. */
function ticksIn(text: string): Ticks {
  const fields = (/^cpu +(.*)$/m.exec(text)?.[1] ?? '').split(' ').map(Number).slice(0, 8);
  const [idle = Number.NaN, waiting = Number.NaN] = fields.slice(3, 5);
  if (Number.isNaN(idle + waiting)) throw new OpsError('host', 'reading the time of the processor: stat has no line of it');
  return { all: fields.reduce((sum, one) => sum + one, 0), idle, waiting };
}

function busyBetween(before: Ticks, after: Ticks): { readonly busyPercent: number; readonly waitingPercent: number } {
  const all = Math.max(1, after.all - before.all);
  const share = (of: 'idle' | 'waiting'): number => Math.min(100, Math.max(0, (100 * (after[of] - before[of])) / all));
  return { busyPercent: Math.max(0, 100 - share('idle') - share('waiting')), waitingPercent: share('waiting') };
}

function memory(text: string): Awaited<ReturnType<HostReader['memory']>> {
  const kibibytes = new Map(
    text.split('\n').map((line): [string, number] => [line.split(':')[0] ?? '', Number.parseInt(line.split(':')[1] ?? '', 10)]),
  );
  const value = (name: string): number => {
    const found = kibibytes.get(name);
    if (found === undefined || Number.isNaN(found)) throw new OpsError('host', `reading the memory: meminfo has no ${name}`);
    return found * 1024;
  };
  return {
    totalBytes: value('MemTotal'),
    availableBytes: value('MemAvailable'),
    swapTotalBytes: value('SwapTotal'),
    swapFreeBytes: value('SwapFree'),
  };
}
