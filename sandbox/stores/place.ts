import { createHash } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hasCode } from './errors.ts';
import { binariesIn, type Binaries } from './binaries.ts';

/** The user under whom the server must run; undefined means: the one we are. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where a cluster lives: `base` holds its data folder, `binaries` can be run by `account`. */
export interface Place {
  readonly base: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

const POINTER = 'lives-in';
const EXECUTE_FOR_OTHERS = 0o001;

/**
 * Finds a place where the server can run: the folder itself, or, for root in a folder that only root may enter,
 * one below /var/tmp (PostgreSQL refuses to run as root, and its other user must be able to reach programs and data).
 */
export async function findPlace(folder: string, binaries: Binaries): Promise<Place> {
  await mkdir(folder, { recursive: true });
  const account = process.getuid?.() === 0 ? await nobody() : undefined;
  if (!account) return { base: folder, binaries, account };
  await chmod(folder, 0o711);
  if ((await othersMayEnter(folder)) && (await othersMayEnter(dirname(binaries.postgres))) && (await othersMayRun(binaries.postgres))) {
    return { base: folder, binaries, account };
  }
  const base = await outside(folder);
  return { base, binaries: await copied(binaries, join(base, 'native')), account };
}

/** Deletes a cluster's folder with everything that belongs to it elsewhere. Its server must be stopped. */
export async function removePlace(folder: string): Promise<void> {
  const pointer = await readFile(join(folder, POINTER), 'utf8').catch(() => undefined);
  if (pointer?.trim() === outsideName(folder)) await rm(outsideName(folder), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function nobody(): Promise<Account> {
  const users = await readFile('/etc/passwd', 'utf8');
  const fields = users
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  // Without an entry in the passwd file initdb ends with "could not look up effective user ID".
  if (!fields) throw new Error('PostgreSQL refuses to run as root and this machine has no user `nobody`: run the demo as another user.');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function othersMayEnter(folder: string): Promise<boolean> {
  const absolute = resolve(folder);
  const { mode } = await stat(absolute);
  if ((mode & EXECUTE_FOR_OTHERS) === 0) return false;
  return dirname(absolute) === absolute ? true : othersMayEnter(dirname(absolute));
}

async function othersMayRun(file: string): Promise<boolean> {
  return ((await stat(file)).mode & 0o005) === 0o005;
}

function outsideName(folder: string): string {
  return `/var/tmp/bigshot-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`;
}

async function outside(folder: string): Promise<string> {
  const base = outsideName(folder);
  try {
    await mkdir(base, { mode: 0o711 }).catch((problem: unknown) => {
      if (!hasCode(problem, 'EEXIST')) throw problem;
    });
    const { uid, mode } = await lstat(base);
    // Anybody may create names in /var/tmp: programs are only taken from a folder that nobody else could fill.
    if (uid !== 0 || (mode & 0o170022) !== 0o040000) throw new Error(`${base} belongs to somebody else`);
    await chmod(base, 0o711);
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, and its user \`nobody\` can neither enter ${resolve(folder)} nor ${base}. ` +
        'Move the checkout to where others may enter, run `chmod o+x` on the folders above it, or run the demo as another user.',
      { cause },
    );
  }
  await writeFile(join(folder, POINTER), `${base}\n`);
  return base;
}

async function copied(binaries: Binaries, native: string): Promise<Binaries> {
  // The copy is finished when its last file is there; a copy that was cut is made again.
  const done = join(native, 'copied-from');
  if ((await readFile(done, 'utf8').catch(() => '')) !== binaries.native) {
    await rm(native, { recursive: true, force: true });
    await cp(binaries.native, native, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
    await openAll(native);
    await writeFile(done, binaries.native);
  }
  return binariesIn(native);
}

// The copy keeps the modes of the original, which may be closed to others.
async function openAll(native: string): Promise<void> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true });
  await chmod(native, 0o755);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (entry.isFile()) await chmod(path, entry.parentPath.endsWith('/bin') ? 0o755 : 0o644);
  }
}

/** Makes a folder that only the server's user may enter. */
export async function ownFolder(folder: string, account: Account | undefined): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}
