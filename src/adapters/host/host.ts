import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Absent, OpsError } from '../../core/errors.ts';
import type { HostReader } from '../../ports/platform.ts';
import { realMounts } from './mountinfo.ts';
import { statfs } from './statfs.ts';

/** Everything has a default; the options exist for a host whose /proc is mounted elsewhere. */
export interface HostOptions {
  readonly proc?: string;
  readonly platform?: NodeJS.Platform;
  readonly statProgram?: string;
  /** For each file system; 2 s unless told. */
  readonly statTimeoutMs?: number;
  /** Folders whose file systems are looked at whatever they are. */
  readonly folders?: readonly string[];
}

/** The machine that this process runs on, as Linux tells it below /proc. */
export function createHost(options: HostOptions = {}): HostReader {
  const { proc = '/proc', platform = process.platform, statProgram: program = 'stat', statTimeoutMs: timeoutMs = 2000 } = options;
  const folders = (options.folders ?? []).map((folder) => resolve(folder));
  const read = async (file: string, signal: AbortSignal): Promise<string> => {
    if (platform !== 'linux') throw new Absent(`${join(proc, file)} exists on Linux only, and this machine runs ${platform}`);
    return readFile(join(proc, file), { encoding: 'utf8', signal });
  };
  return {
    mounts: async (signal) => {
      const lines = realMounts(await read('self/mountinfo', signal), folders);
      const asked = await Promise.all(lines.map(async ({ path }) => ({ path, mount: await statfs(path, { program, timeoutMs }, signal) })));
      return {
        mounts: asked.flatMap(({ mount }) => mount ?? []),
        unreadable: asked.filter(({ mount }) => mount === undefined).map(({ path }) => path),
      };
    },
    memory: async (signal) => memory(await read('meminfo', signal)),
    load: async (signal) => {
      const [one = Number.NaN, five = Number.NaN, fifteen = Number.NaN] = (await read('loadavg', signal)).split(' ').map(Number);
      if (Number.isNaN(one + five + fifteen)) throw new OpsError('host', `reading ${join(proc, 'loadavg')}: it holds no three numbers`);
      // Load counts the tasks of the whole machine, whatever share of it this process may use.
      return { one, five, fifteen, cores: Math.max(1, cpus().length) };
    },
  };
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
