import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { createMemberWriter, storedMember } from '../../lib/gzip-members.ts';
import { END_BLOCKS, padding, tarHeader } from '../../lib/tar-header.ts';
import type { Member } from './manifest.ts';

/** Writes the entries of one archive into a file, in one pass; what was written is told by `members`. */
export interface ArchiveWriter {
  /** An entry whose size is known before. */
  add(entry: { readonly path: string; readonly bytes: number; readonly modifiedAt: Date }, data: AsyncIterable<Buffer>): Promise<void>;
  /** An entry whose size is known only behind it. */
  addUnsized(path: string, modifiedAt: Date, data: AsyncIterable<Buffer>): Promise<void>;
  end(): Promise<void>;
  /** An entry was begun and not finished: what is written is no archive any more. */
  isOpen(): boolean;
  readonly members: readonly Member[];
}

/** The last gzip member: of fixed bytes, so that anything behind it shows, also zeros, which gzip itself overlooks. */
export const LAST_MEMBER = storedMember(END_BLOCKS);

/**
 * Tar wants the size before the data, and pg_dump knows it after. Therefore the header of the dump is a stored gzip member of its own,
 * of fixed length, and is overwritten in place when the size is known. Readers see one ordinary tar.gz.
 */
export function createArchiveWriter(file: FileHandle, name: string): ArchiveWriter {
  const members: Member[] = [];
  let at = 0;
  let isOpen = false;
  const writer = createMemberWriter(async (bytes) => {
    await writeAll(file, bytes, at);
    at += bytes.length;
  });

  const headerOf = (path: string, bytes: number, modifiedAt: Date): Buffer =>
    tarHeader({ path: `${name}/${path}`, type: 'file', bytes, mode: 0o600, modifiedAt });

  async function pour(path: string, data: AsyncIterable<Buffer>): Promise<number> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of data) {
      hash.update(piece);
      bytes += piece.length;
      await writer.write(piece);
    }
    await writer.write(padding(bytes));
    members.push({ path, size: bytes, sha256: hash.digest('hex') });
    return bytes;
  }

  return {
    members,
    isOpen: () => isOpen,
    async add({ path, bytes, modifiedAt }, data) {
      isOpen = true;
      await writer.write(headerOf(path, bytes, modifiedAt));
      const poured = await pour(path, data);
      if (poured !== bytes) throw new Error(`${path} has ${poured} bytes instead of ${bytes}`);
      isOpen = false;
    },
    async addUnsized(path, modifiedAt, data) {
      isOpen = true;
      const place = await writer.stored(headerOf(path, 0, modifiedAt));
      const bytes = await pour(path, data);
      await writer.flush();
      await writeAll(file, storedMember(headerOf(path, bytes, modifiedAt)), place);
      isOpen = false;
    },
    async end() {
      await writer.stored(END_BLOCKS);
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}
