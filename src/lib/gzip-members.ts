import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { crc32, gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Bytes of plain data in one compressed member: large enough to cost nothing in size, small enough to share among cores. */
export const MEMBER_BYTES = 1024 * 1024;

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
    const member = compress(Buffer.concat(gathered), { level }).then(withLength);
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

/** So many bytes of a member tell its length. */
export const HEAD_BYTES = 20;
/** FEXTRA of RFC 1952, 2.3.1.1: a subfield `BS` with 4 bytes, the length of the whole member. Other readers pass over it. */
const FLAG_EXTRA = 4;
const EXTRA = Buffer.from([8, 0, 0x42, 0x53, 4, 0, 0, 0, 0, 0]);
const PLAIN_HEAD = 10;

/** Lets a member tell its length, so that a reader finds the next one without unpacking it. */
function withLength(member: Buffer): Buffer {
  const whole = Buffer.concat([member.subarray(0, PLAIN_HEAD), EXTRA, member.subarray(PLAIN_HEAD)]);
  whole.writeUInt8(FLAG_EXTRA, 3);
  whole.writeUInt32LE(whole.length, PLAIN_HEAD + EXTRA.length - 4);
  return whole;
}

/**
 * The length of the member that begins here, as it tells it itself or as its one stored block does; undefined where it does not, where
 * there is no member, and where no member of ours is so long. Nobody vouches for it: what is unpacked by it is checked by its CRC.
 */
export function memberLength(head: Buffer): number | undefined {
  if (head.length < HEAD_BYTES || head.readUInt16BE(0) !== 0x1f8b) return undefined;
  const flags = head.readUInt8(3);
  if (flags === 0 && head.readUInt8(PLAIN_HEAD) === 1) return STORED_HEAD + head.readUInt16LE(PLAIN_HEAD + 1) + TAIL_BYTES;
  if (flags !== FLAG_EXTRA || head.compare(EXTRA, 0, 6, PLAIN_HEAD, PLAIN_HEAD + 6) !== 0) return undefined;
  const length = head.readUInt32LE(PLAIN_HEAD + 6);
  return length >= HEAD_BYTES + TAIL_BYTES && length <= 2 * MEMBER_BYTES ? length : undefined;
}

const STORED_HEAD = 15;
/** CRC and length of what is unpacked. */
const TAIL_BYTES = 8;

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
