import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the bytes of files are kept, by the file's id. */
export interface Bytes {
  write(id: string, bytes: Uint8Array): void;
  /** undefined when there are none. */
  read(id: string): Uint8Array | undefined;
  remove(id: string): void;
  /** How many bytes there are altogether. */
  total(): number;
}

/** Keeps bytes in the folder, one file each, named by its id; without a folder in memory. Files whose id nobody knows any more are removed. */
export function openBytes(folder: string | undefined, known: ReadonlySet<string>): Bytes {
  return folder === undefined ? inMemory() : inFolder(join(folder, 'files'), known);
}

function inMemory(): Bytes {
  const kept = new Map<string, Uint8Array>();
  return {
    write: (id, bytes) => void kept.set(id, bytes),
    read: (id) => kept.get(id),
    remove: (id) => void kept.delete(id),
    total: () => [...kept.values()].reduce((sum, { length }) => sum + length, 0),
  };
}

function inFolder(folder: string, known: ReadonlySet<string>): Bytes {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sizes = new Map<string, number>();
  for (const id of readdirSync(folder))
    if (known.has(id)) sizes.set(id, statSync(join(folder, id)).size);
    else rmSync(join(folder, id));
  return {
    write(id, bytes) {
      writeFileSync(join(folder, id), bytes, { mode: 0o600 });
      sizes.set(id, bytes.length);
    },
    read: (id) => (sizes.has(id) ? readFileSync(join(folder, id)) : undefined),
    remove(id) {
      rmSync(join(folder, id), { force: true });
      sizes.delete(id);
    },
    total: () => [...sizes.values()].reduce((sum, size) => sum + size, 0),
  };
}
