import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../lib/error-code.ts';
import { BehindTheEnd, unpackMembers } from '../../lib/gzip-reader.ts';
import { createTarWalk, type TarMember, type TarVisitor } from '../../lib/tar-walk.ts';
import { createDumpScan, type DumpReport } from './dump-scan.ts';
import { DUMP, MANIFEST, RDB, readManifest, type Member, type ReadManifest } from './manifest.ts';
import { createMemberRules } from './member-rules.ts';
import { createRdbCheck } from './rdb.ts';

/** What one pass over an archive found, not yet judged. */
export interface Inspection {
  readonly sha256: string;
  readonly bytes: number;
  /** Why it is no sound tar.gz, in sentences. */
  readonly problems: readonly string[];
  /** Files with their paths below the top folder. */
  readonly members: readonly Member[];
  readonly dump?: DumpReport;
  readonly rdb?: { readonly problem?: string };
  readonly manifest?: ReadManifest;
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
const MANIFEST_LIMIT = 16 * 1024 * 1024;
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
  if (failure !== undefined) for await (const piece of bytesOf(file, readBytes)) hash.update(piece);
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

async function* bytesOf(file: FileHandle, from = 0): AsyncGenerator<Buffer> {
  for (let at = from; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Sees every member once: rules for its name and kind, the hash of its data, and a probe for the three that have a form. */
function createContents(wanted: { readonly dump: boolean; readonly rdb: boolean }): {
  readonly visitor: TarVisitor;
  take(): { readonly dump: readonly Buffer[]; readonly rdb: readonly Buffer[] };
  found(failure: string | undefined): Omit<Inspection, 'sha256' | 'bytes'>;
} {
  const rules = createMemberRules();
  const members: Member[] = [];
  const manifestParts: Buffer[] = [];
  let scan: ReturnType<typeof createDumpScan> | undefined;
  let rdb: ReturnType<typeof createRdbCheck> | undefined;
  let manifest: ReadManifest | undefined;
  let taken: { readonly dump: Buffer[]; readonly rdb: Buffer[] } = { dump: [], rdb: [] };
  let current: { readonly path: string; readonly member: TarMember; readonly hash: ReturnType<typeof createHash> } | undefined;

  function pass(pieces: readonly Buffer[]): void {
    if (!wanted.dump) return;
    const [problem] = scan?.report().problems ?? [];
    if (problem !== undefined) throw new Error(problem);
    taken.dump.push(...pieces);
  }
  const visitor: TarVisitor = {
    begin(member) {
      current = { path: rules.check(member), member, hash: createHash('sha256') };
      if (current.path === DUMP) scan = createDumpScan();
      if (current.path === RDB) rdb = createRdbCheck();
      if (current.path === MANIFEST && member.bytes > MANIFEST_LIMIT) throw new Error(`${MANIFEST} is of impossible size`);
    },
    data(piece) {
      current?.hash.update(piece);
      if (current?.path === DUMP) pass(scan?.write(piece) ?? []);
      if (current?.path === RDB) rdb?.write(piece);
      if (current?.path === RDB && wanted.rdb) taken.rdb.push(Buffer.from(piece));
      if (current?.path === MANIFEST) manifestParts.push(piece);
    },
    end() {
      if (current?.path === DUMP) pass(scan?.end() ?? []);
      if (current?.path === MANIFEST) manifest = readManifest(Buffer.concat(manifestParts.splice(0)));
      if (current?.member.type === 'file')
        members.push({ path: current.path, size: current.member.bytes, sha256: current.hash.digest('hex') });
      current = undefined;
    },
  };
  return {
    visitor,
    take() {
      const pieces = taken;
      taken = { dump: [], rdb: [] };
      return pieces;
    },
    found(failure) {
      const rdbProblem = rdb?.problem();
      return {
        problems: [...rules.problems, ...(failure === undefined ? [] : [failure])],
        members,
        ...(scan ? { dump: scan.report() } : {}),
        ...(rdb ? { rdb: rdbProblem === undefined ? {} : { problem: rdbProblem } } : {}),
        ...(manifest ? { manifest } : {}),
      };
    },
  };
}
