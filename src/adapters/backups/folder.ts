import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OpsError } from '../../core/errors.ts';
import { BackupName } from '../../core/names.ts';
import { fileTrouble } from '../../lib/file-trouble.ts';
import { usable } from '../../lib/usable.ts';
import type { Archive, Rubble, Verification } from '../../ports/backups.ts';
import { MANIFEST } from './manifest.ts';
import { takenAtOf } from './name-time.ts';

export const ENDING = '.tar.gz';

/** The results of verifications that are remembered for exactly one file. */
export interface Remembered {
  read(name: string, fingerprint: string): Promise<Verification | undefined>;
  write(name: string, fingerprint: string, verification: Verification): Promise<void>;
}

/** Same size, time and inode: the same file, not written since. */
export function fingerprintOf({ size, mtimeMs, ino }: Stats): string {
  return `${size}-${Math.round(mtimeMs * 1000)}-${ino}`;
}

/** The paths that belong to a name; a name that is a path is refused. */
export function pathsOf(
  folder: string,
  name: string,
): { readonly archive: string; readonly sidecar: string; readonly partials: readonly [string, string] } {
  const known = BackupName.safeParse(name);
  if (!known.success)
    throw new OpsError('backups', `${JSON.stringify(name)}: ${known.error.issues[0]?.message ?? ''}`, { permanent: true });
  const archive = join(folder, `${name}${ENDING}`);
  return {
    archive,
    sidecar: `${archive}.sha256`,
    partials: [join(folder, `.${name}.partial`), join(folder, `.${name}.sha256.partial`)],
  };
}

/** Opens a finished archive for reading; a link or a special file is refused, and so is a name that is not there. */
export async function openArchive(folder: string, name: string): Promise<FileHandle> {
  const { archive } = pathsOf(folder, name);
  const file = await open(archive, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((cause: unknown) => {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new OpsError('backups', isMissing ? `there is no backup named ${name}` : `opening the backup ${name}`, {
      cause,
      permanent: isMissing,
    });
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new OpsError('backups', `${name} is not a file`, { permanent: true });
}

/** Finished archives newest first, and everything that is none with the reason. Links are not followed. */
export async function listFolder(
  folder: string,
  remembered: Remembered,
): Promise<{ readonly archives: readonly Archive[]; readonly rubble: readonly Rubble[] }> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new OpsError('backups', 'reading the folder of the backups', { cause: new Error(`the folder ${fileTrouble(folder, cause)}`) });
  });
  const archives: Archive[] = [];
  const rubble: Rubble[] = [];
  for (const file of names.toSorted()) {
    const stats = await lstat(join(folder, file)).catch(() => undefined);
    // Deleted between the listing and the look.
    if (!stats) continue;
    const why = whyRubble(file, stats, names);
    if (why === 'nothing to say') continue;
    if (why !== undefined) rubble.push({ name: file, why, modifiedAt: stats.mtime });
    else archives.push(await archiveOf(file.slice(0, -ENDING.length), stats, remembered));
  }
  return { archives: archives.toSorted((left, right) => right.takenAt.getTime() - left.takenAt.getTime()), rubble };
}

/** Removes the unfinished files of a name, nothing else. */
export async function sweepPartials(folder: string, name: string): Promise<void> {
  for (const partial of pathsOf(folder, name).partials) await rm(partial, { force: true });
}

export async function spaceOf(folder: string): Promise<{ readonly freeBytes: number; readonly usableBytes: number }> {
  const { bavail, bfree, blocks, bsize } = await statfs(folder).catch((cause: unknown) => {
    throw new OpsError('backups', 'asking for the free space', { cause: new Error(`the folder ${fileTrouble(folder, cause)}`) });
  });
  return { freeBytes: bavail * bsize, usableBytes: usable({ all: blocks, free: bfree, available: bavail }) * bsize };
}

async function archiveOf(name: string, stats: Stats, remembered: Remembered): Promise<Archive> {
  const verification = await remembered.read(name, fingerprintOf(stats));
  return {
    name,
    bytes: stats.size,
    takenAt: verification?.takenAt ?? takenAtOf(name, stats.mtime),
    ...(verification ? { verification } : {}),
  };
}

function whyRubble(file: string, stats: Stats, all: readonly string[]): string | undefined {
  if (stats.isSymbolicLink()) return 'a link, which is not followed';
  if (stats.isDirectory()) return folderReason(file);
  if (!stats.isFile()) return 'not a file';
  if (file.endsWith('.partial')) return 'an unfinished backup';
  if (file.endsWith(`${ENDING}.sha256`))
    return all.includes(file.slice(0, -'.sha256'.length)) ? 'nothing to say' : 'a checksum without its archive';
  if (file === '.gitkeep' || file === '.gitignore') return 'nothing to say';
  // What a restore of Redis has put aside.
  if (/^redis_before_\d+\.rdb$/.test(file)) return 'nothing to say';
  if (stats.size === 0) return 'an empty file';
  const isArchive = file.endsWith(ENDING) && BackupName.safeParse(file.slice(0, -ENDING.length)).success;
  return isArchive ? undefined : 'not a backup archive';
}

function folderReason(name: string): string {
  if (name === 'lost+found') return 'nothing to say';
  if (name.startsWith('restore_')) return "a leftover of the platform's restore script";
  return `a folder, not an archive (perhaps a backup that broke off; an archive holds ${MANIFEST})`;
}
