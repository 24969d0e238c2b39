import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OpsError } from '../../core/errors.ts';
import { fileTrouble, isMissing } from '../../lib/file-trouble.ts';

/** One file of a rotated log, as it was when it was opened: what is written later is not looked at. */
export interface LogFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/**
 * Opens `path`, `path.1`, … and gives them oldest first. The handles stay on their files when the log is rotated
 * in the meantime; the same file met under two names counts once.
 * @throws an OpsError when none of them is there: what is configured and missing is no part that the platform has not got.
 */
export async function withRotated<Result>(path: string, work: (files: readonly LogFile[]) => Promise<Result>): Promise<Result> {
  const handles: FileHandle[] = [];
  try {
    const files = new Map<string, LogFile>();
    const add = async (name: string): Promise<void> => {
      const handle = await openIfThere(name);
      if (handle === undefined) return;
      handles.push(handle);
      const stats = await handle.stat();
      if (!stats.isFile()) throw new OpsError('logs', `the configured log ${name} is no file`);
      const { dev, ino, size, mtimeMs } = stats;
      const id = `${dev}:${ino}`;
      if (!files.has(id)) files.set(id, { handle, bytes: size, modifiedAt: mtimeMs });
    };
    // The newest first, and before the names are listed: rotation moves files to higher numbers, so none slips through.
    await add(path);
    for (const name of await numbered(path)) await add(name);
    if (files.size === 0) throw missing(path);
    return await work([...files.values()].toReversed());
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

async function numbered(path: string): Promise<readonly string[]> {
  const prefix = `${basename(path)}.`;
  const entries = await readdir(dirname(path)).catch(missingOr(path));
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
  } catch (problem) {
    if (isMissing(problem)) return undefined;
    throw new OpsError('logs', `the configured log ${fileTrouble(path, problem)}`);
  }
}

function missingOr(path: string): (problem: unknown) => never {
  return (problem) => {
    throw isMissing(problem)
      ? missing(path)
      : new OpsError('logs', `the folder of the configured log, ${fileTrouble(dirname(path), problem)}`);
  };
}

function missing(path: string): OpsError {
  return new OpsError('logs', `the configured log ${path} is not there (rotated away, not mounted?)`);
}
