import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Absent, OpsError } from '../../core/errors.ts';

/** One file of a rotated log, as it was when it was opened: what is written later is not looked at. */
export interface LogFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/**
 * Opens `path`, `path.1`, … and gives them oldest first. The handles stay on their files when the log is rotated
 * in the meantime; the same file met under two names counts once.
 * @throws Absent when none of them is there.
 */
export async function withRotated<Result>(path: string, work: (files: readonly LogFile[]) => Promise<Result>): Promise<Result> {
  const handles: FileHandle[] = [];
  try {
    const files = new Map<string, LogFile>();
    const add = async (name: string): Promise<void> => {
      const handle = await openIfThere(name);
      if (handle === undefined) return;
      handles.push(handle);
      const { dev, ino, size, mtimeMs } = await handle.stat();
      const id = `${dev}:${ino}`;
      if (!files.has(id)) files.set(id, { handle, bytes: size, modifiedAt: mtimeMs });
    };
    // The newest first, and before the names are listed: rotation moves files to higher numbers, so none slips through.
    await add(path);
    for (const name of await numbered(path)) await add(name);
    if (files.size === 0) throw new Absent(`${path} is not there`);
    return await work([...files.values()].toReversed());
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

async function numbered(path: string): Promise<readonly string[]> {
  const prefix = `${basename(path)}.`;
  const entries = await readdir(dirname(path)).catch(absentOr(path));
  const numbers = entries
    .filter((name) => name.startsWith(prefix) && /^\d{1,3}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .toSorted((left, right) => left - right);
  // One more than there are now, where the last one may be in a moment.
  return [...numbers, (numbers.at(-1) ?? 0) + 1].map((number) => join(dirname(path), prefix + number));
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new OpsError('logs', `reading ${path}`, { cause });
  }
}

function absentOr(path: string): (cause: unknown) => never {
  return (cause) => {
    throw isMissing(cause) ? new Absent(`${path} is not there`) : new OpsError('logs', `reading ${dirname(path)}`, { cause });
  };
}

function isMissing(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'ENOENT';
}
