import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { crc32, gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Bytes of plain data in one compressed member: large enough to cost nothing in size, small enough to share among cores. */
const MEMBER_BYTES = 1024 * 1024;

/** A stored block of deflate counts its bytes with 16 bits. */
const STORED_LIMIT = 65_535;

/** Writes a gzip file as a row of members, compressed in parallel and written in order. */
export interface MemberWriter {
  /** Resolves when there is room for more: back-pressure for whoever feeds it. */
  write(data: Buffer): Promise<void>;
  /** Writes up to 65,535 bytes uncompressed, as a member of their own; resolves with its place in the file. */
  stored(data: Buffer): Promise<number>;
  /** Writes what is left. */
  flush(): Promise<void>;
}

/** @param sink takes the bytes of the file in order; it is never called twice at once. */
export function createMemberWriter(
  sink: (bytes: Buffer) => Promise<void>,
  { level = 6, inFlight = availableParallelism() * 2 }: { readonly level?: number; readonly inFlight?: number } = {},
): MemberWriter {
  const compressing: Promise<Buffer>[] = [];
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let position = 0;

  async function writeOldest(): Promise<void> {
    const member = await compressing.shift();
    if (!member) return;
    await sink(member);
    position += member.length;
  }
  async function dispatch(): Promise<void> {
    if (gatheredBytes === 0) return;
    const member = compress(Buffer.concat(gathered), { level });
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    member.catch(() => undefined);
    compressing.push(member);
    gathered = [];
    gatheredBytes = 0;
    if (compressing.length >= inFlight) await writeOldest();
  }
  async function write(data: Buffer): Promise<void> {
    const room = MEMBER_BYTES - gatheredBytes;
    gathered.push(data.subarray(0, room));
    gatheredBytes += Math.min(room, data.length);
    if (gatheredBytes === MEMBER_BYTES) await dispatch();
    if (data.length > room) await write(data.subarray(room));
  }
  async function flush(): Promise<void> {
    await dispatch();
    while (compressing.length > 0) await writeOldest();
  }
  async function stored(data: Buffer): Promise<number> {
    await flush();
    const place = position;
    const member = storedMember(data);
    await sink(member);
    position += member.length;
    return place;
  }
  return { write, stored, flush };
}

/** A gzip member of fixed length: the same number of bytes in gives the same number of bytes out, so it can be overwritten in place. */
export function storedMember(data: Buffer): Buffer {
  if (data.length > STORED_LIMIT) throw new RangeError(`a stored member holds at most ${STORED_LIMIT} bytes`);
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, 0, 0, 0, 0]);
  head.writeUInt16LE(data.length, 11);
  head.writeUInt16LE(data.length ^ 0xffff, 13);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, tail]);
}
