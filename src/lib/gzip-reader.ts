import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HEAD_BYTES, MEMBER_BYTES, memberLength } from './gzip-members.ts';

const unpack = promisify(gunzip);

/** Members that are unpacked in one go: handing work to another thread costs as much as unpacking half of one. */
const BATCH = 4;
const MOST_BYTES = BATCH * MEMBER_BYTES;
/** Read at once: large enough that what is left over and copied is little. */
const READ_BYTES = 4 * 1024 * 1024;

/** Fills a buffer from its beginning with what comes next; resolves with how many bytes, 0 at the end. */
export type Read = (into: Buffer) => Promise<number>;

/** What stands behind the last member is none. */
export class BehindTheEnd extends Error {
  constructor() {
    super('there is something behind its end');
    this.name = 'BehindTheEnd';
  }
}

/**
 * Unpacks a gzip file whose members tell their length: several at once, and given to `take` in order. It stops at the first member
 * that does not, and gives back the bytes from there on, for a reader that unpacks one after the other; undefined: that was all.
 * Rejects with what `take` and zlib throw.
 */
export async function unpackMembers(
  read: Read,
  take: (plain: Buffer) => Promise<void>,
  inFlight = availableParallelism() * 2,
): Promise<AsyncIterable<Buffer> | undefined> {
  const unpacking: Promise<Buffer>[] = [];
  let pending: Buffer = Buffer.alloc(0);

  // Whoever unpacks still holds the bytes before: a buffer is not used again.
  async function gather(bytes: number): Promise<void> {
    while (pending.length < bytes) {
      const next = Buffer.allocUnsafe(pending.length + READ_BYTES);
      const came = await read(next.subarray(pending.copy(next)));
      if (came === 0) return;
      pending = next.subarray(0, pending.length + came);
    }
  }
  async function takeOldest(): Promise<void> {
    const plain = await unpacking.shift();
    if (plain) await take(plain);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield pending;
    for (;;) {
      const next = Buffer.allocUnsafe(MEMBER_BYTES);
      const came = await read(next);
      if (came === 0) return;
      yield next.subarray(0, came);
    }
  }

  /** The next few whole members, as far as they tell their length. */
  async function batch(): Promise<Buffer | undefined> {
    let end = 0;
    for (let count = 0; count < BATCH; count += 1) {
      await gather(end + HEAD_BYTES);
      const length = memberLength(pending.subarray(end));
      if (length === undefined) break;
      end += length;
      await gather(end);
    }
    const found = pending.subarray(0, end);
    pending = pending.subarray(end);
    return end === 0 ? undefined : found;
  }

  let isOurs = false;
  for (let members = await batch(); members; members = await batch()) {
    isOurs = true;
    // One byte more than comes out at most, so that it comes at once.
    const plain = unpack(members, { chunkSize: MOST_BYTES + 1, maxOutputLength: MOST_BYTES });
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    plain.catch(() => undefined);
    unpacking.push(plain);
    if (unpacking.length >= inFlight) await takeOldest();
  }
  while (unpacking.length > 0) await takeOldest();
  if (!isOurs) return rest();
  if (pending.length === 0) return undefined;
  if (pending[0] !== 0x1f || pending[1] !== 0x8b) throw new BehindTheEnd();
  return rest();
}
