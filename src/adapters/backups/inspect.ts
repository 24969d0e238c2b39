import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../lib/error-code.ts';
import { BehindTheEnd, unpackMembers } from '../../lib/gzip-reader.ts';
import { createTarWalk } from '../../lib/tar-walk.ts';
import { createContents, type Contents } from './contents.ts';

/** What one pass over an archive found, not yet judged. */
export interface Inspection extends Contents {
  readonly sha256: string;
  readonly bytes: number;
}

export interface InspectOptions {
  /** Gets the dump for psql; it is not read on before this resolves. Then a dump that psql must not get ends the pass. */
  readonly onDump?: (pieces: readonly Buffer[]) => Promise<void>;
  /** Gets the dump of Redis, sound or not: what it is worth is known only at the end. */
  readonly onRdb?: (pieces: readonly Buffer[]) => Promise<void>;
  readonly onProgress?: (doneBytes: number) => void;
}

/** The archive itself is at fault, not the reading of it. */
class Unsound extends Error {}

const CHUNK = 1024 * 1024;
/** More unpacked bytes for each packed one than gzip reaches with anything but zeros. */
const BOMB_RATIO = 1000;
/** Small archives may be all zeros. */
const BOMB_FLOOR = 4 * 1024 * 1024;

/** Reads an archive once, front to back, in constant memory and without a file of its own. Rejects when it cannot be read, and on abort. */
export async function inspectArchive(file: FileHandle, signal: AbortSignal, options: InspectOptions = {}): Promise<Inspection> {
  const contents = createContents({ dump: options.onDump !== undefined, rdb: options.onRdb !== undefined });
  const walk = createTarWalk(contents.visitor);
  const hash = createHash('sha256');
  let readBytes = 0;
  let unpackedBytes = 0;

  async function read(into: Buffer): Promise<number> {
    const { bytesRead } = await file.read(into, 0, into.length, readBytes);
    hash.update(into.subarray(0, bytesRead));
    readBytes += bytesRead;
    options.onProgress?.(readBytes);
    return bytesRead;
  }
  async function take(piece: Buffer): Promise<void> {
    signal.throwIfAborted();
    unpackedBytes += piece.length;
    if (unpackedBytes > BOMB_FLOOR && unpackedBytes > BOMB_RATIO * readBytes)
      throw new Unsound('it unpacks to more than 1,000 times its size');
    sound(() => walk.write(piece));
    const { dump, rdb } = contents.take();
    if (dump.length > 0) await options.onDump?.(dump);
    if (rdb.length > 0) await options.onRdb?.(rdb);
  }
  /** Archives of ours are unpacked on all cores; those that were made otherwise, one member after the other. */
  async function unpack(): Promise<void> {
    const rest = await unpackMembers(read, take);
    if (rest) await pipeline(rest, createGunzip({ chunkSize: CHUNK }), takeAll, { signal });
    sound(() => walk.end());
  }
  async function takeAll(pieces: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of pieces) await take(piece);
  }

  const failure = await unpack().then(
    () => undefined,
    (error: unknown) => {
      signal.throwIfAborted();
      return whyUnsound(error);
    },
  );
  // What the pass did not reach is hashed all the same: the hash names the file, sound or not.
  if (failure !== undefined) for (const rest = Buffer.allocUnsafe(CHUNK); (await read(rest)) > 0;);
  const { size } = await file.stat();
  return { sha256: hash.digest('hex'), bytes: size, ...contents.found(failure) };
}

function whyUnsound(error: unknown): string {
  if (error instanceof Unsound) return error.message;
  const code = errorCode(error);
  // Behind the last member gunzip takes no more, and the pipeline calls what is left over an abort.
  if (error instanceof BehindTheEnd || code === 'ABORT_ERR') return 'there is something behind its end';
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'a part of it unpacks to more than its writer ever packs into one';
  if (code === 'Z_BUF_ERROR') return 'the gzip data is cut: it ends too early';
  if (code.startsWith('Z_') && error instanceof Error) return `the gzip data is damaged (${error.message})`;
  throw error;
}

function sound(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new Unsound(error instanceof Error ? error.message : String(error));
  }
}
