import { crc64, emptyCrc64 } from './crc64.ts';

/** A checksum of eight bytes ends the file, behind the opcode for its end. */
const CHECKSUM_BYTES = 8;
const END_OPCODE = 0xff;
const FIRST_VERSION_WITH_CHECKSUM = 5;

/** Watches a Redis dump pass by; `problem` says afterwards what is wrong with it, undefined when nothing is. */
export function createRdbCheck(): { write(piece: Buffer): void; problem(): string | undefined } {
  let checksum = emptyCrc64;
  let bytes = 0;
  let start = Buffer.alloc(0);
  let kept = Buffer.alloc(0);
  let last = -1;

  return {
    write(piece) {
      bytes += piece.length;
      if (start.length < 9) start = Buffer.concat([start, piece]).subarray(0, 9);
      const data = Buffer.concat([kept, piece]);
      const counted = data.subarray(0, Math.max(0, data.length - CHECKSUM_BYTES));
      checksum = crc64(checksum, counted);
      last = counted.at(-1) ?? last;
      kept = data.subarray(counted.length);
    },
    problem() {
      const [, version] = /^REDIS(\d{4})$/.exec(start.toString('latin1')) ?? [];
      if (version === undefined) return 'redis_backup.rdb does not begin like a Redis dump';
      if (Number(version) < FIRST_VERSION_WITH_CHECKSUM) return undefined;
      if (bytes < start.length + 1 + CHECKSUM_BYTES || last !== END_OPCODE) return 'redis_backup.rdb is cut: its end is missing';
      const [low, high] = [kept.readUInt32LE(0), kept.readUInt32LE(4)];
      // Redis writes zero where its configuration turns the checksum off.
      if (low === 0 && high === 0) return undefined;
      return low === checksum.low && high === checksum.high ? undefined : 'redis_backup.rdb does not match its checksum';
    },
  };
}
