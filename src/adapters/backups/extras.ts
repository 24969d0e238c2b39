import { constants, type Dirent } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

/** Folders of the platform that go into an archive beside the dump, by the name that they have there. */
export interface ExtraFolders {
  readonly instance?: string;
  readonly logs?: string;
}

/** A file that is to be packed: open, and of the size that it had then. */
export interface ExtraFile {
  readonly path: string;
  readonly file: FileHandle;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

const READ_BYTES = 256 * 1024;

/** Opens one file after the other; what cannot be read is noted and left out. `.env` never goes along, nor what lies in `except`. */
export async function* extraFiles(folders: ExtraFolders, except: string, note: (text: string) => void): AsyncGenerator<ExtraFile> {
  for (const [name, folder] of Object.entries(folders)) {
    if (folder === undefined) continue;
    for await (const at of filesIn(folder, except, note)) {
      const path = `${name}/${relative(folder, at).split(sep).join('/')}`;
      const file = await open(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((problem: unknown) => {
        note(`${path} was left out: ${reason(problem)}`);
      });
      if (!file) continue;
      try {
        const stats = await file.stat();
        if (stats.isFile()) yield { path, file, bytes: stats.size, modifiedAt: stats.mtime };
      } finally {
        await file.close();
      }
    }
  }
}

/** The plain size of what would be packed. */
export async function extraBytes(folders: ExtraFolders, except: string): Promise<number> {
  let bytes = 0;
  for (const folder of Object.values(folders)) {
    if (typeof folder !== 'string') continue;
    for await (const at of filesIn(folder, except, () => undefined)) bytes += (await stat(at).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/** Exactly `bytes` bytes of a file: one that grew is cut, one that shrank is filled up with zeros and noted. */
export async function* exactly({ path, file, bytes }: ExtraFile, note: (text: string) => void): AsyncGenerator<Buffer> {
  let at = 0;
  while (at < bytes) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(READ_BYTES, bytes - at)), 0, null, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
  if (at < bytes) note(`${path} became shorter while it was read: its last ${bytes - at} bytes are zeros`);
  for (; at < bytes; at += READ_BYTES) yield Buffer.alloc(Math.min(READ_BYTES, bytes - at));
}

async function* filesIn(folder: string, except: string, note: (text: string) => void): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((problem: unknown): readonly Dirent[] => {
    note(`${folder} was left out: ${reason(problem)}`);
    return [];
  });
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const at = join(folder, entry.name);
    if (entry.isDirectory() && resolve(at) !== resolve(except)) yield* filesIn(at, except, note);
    if (entry.isFile() && !entry.name.startsWith('.env')) yield at;
  }
}

function reason(problem: unknown): string {
  return problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem);
}
