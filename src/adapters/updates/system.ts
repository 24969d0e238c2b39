import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { Pending, SystemUpdates } from '../../ports/updates.ts';

/** `Inst name [old] (new origin [arch])`, as apt-get itself keeps it for programs; the output of `apt` it calls unstable. */
const INSTALL = /^Inst (\S+)(?: \[([^\]]*)\])? \((\S+) ([^)]*)\)/;
const isSecurity = (origin: string): boolean => /-security\b|Debian-Security|Ubuntu:[^,]*-security/i.test(origin);
/** The list of what is installed, without which there is nothing to be asked about. */
const INSTALLED = 'var/lib/dpkg/status';
/** Written by each refresh of the lists, the second one only where the host refreshes by itself. */
const STAMPS = ['var/lib/apt/periodic/update-success-stamp', 'var/lib/apt/lists'];
const REBOOT = 'run/reboot-required';
const LIMIT_MS = 60_000;

/**
 * Reads what apt would do, and changes nothing: no refresh, no lock. Where the root of the host is mounted below `root`, the apt that
 * is at hand reads the lists of the host in its stead.
 */
export async function systemUpdates(
  { path, root = '/' }: { readonly path: string | undefined; readonly root?: string },
  signal: AbortSignal,
): Promise<SystemUpdates> {
  const installed = join(root, INSTALLED);
  if ((await writtenAt(installed)) === undefined) throw new Absent(`the host has no list of packages at ${installed}`);
  const environment = { extendEnv: false, env: { PATH: path ?? '/usr/bin:/bin', LC_ALL: 'C' } } as const;
  const there = root === '/' ? [] : ['-o', `Dir=${join(root, '/')}`, '-o', `Dir::State::status=${installed}`];
  const ask = (program: string, words: readonly string[]) =>
    execa(program, [...there, ...words], { ...environment, reject: false, stdin: 'ignore', timeout: LIMIT_MS, cancelSignal: signal });
  const simulated = await ask('apt-get', ['--simulate', '--quiet', 'upgrade']);
  signal.throwIfAborted();
  if (simulated.code === 'ENOENT') throw new Absent(`there is no apt-get ${root === '/' ? 'on this host' : 'where the bot runs'}`);
  if (simulated.failed) throw new OpsError('updates', `asking apt-get what it would upgrade: ${plain(simulated.stderr, 300)}`);
  const holding = await ask('apt-mark', ['showhold']);
  const [listsAt] = (await Promise.all(STAMPS.map((stamp) => writtenAt(join(root, stamp)))))
    .flatMap((at) => at ?? [])
    .toSorted((left, right) => Number(right) - Number(left));
  return {
    pending: simulated.stdout.split('\n').flatMap(pendingIn),
    ...(listsAt && { listsAt }),
    needsReboot: (await writtenAt(join(root, REBOOT))) !== undefined,
    held: holding.failed ? [] : holding.stdout.split('\n').filter((name) => name !== ''),
  };
}

export function pendingIn(line: string): readonly Pending[] {
  const [, name, installed = '', available, origin = ''] = INSTALL.exec(line) ?? [];
  if (name === undefined || available === undefined) return [];
  return [{ name, installed, available, ...(isSecurity(origin) && { isSecurity: true }) }];
}

async function writtenAt(file: string): Promise<Date | undefined> {
  return stat(file).then(
    ({ mtime }) => mtime,
    () => undefined, // it is not there
  );
}
