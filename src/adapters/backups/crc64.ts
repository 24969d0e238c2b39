/** The polynomial of Jones, bits reversed, as two halves: what Redis writes behind its RDB files. */
const HIGH = 0x95ac9329;
const LOW = 0xac4bc9b5;

const table = makeTable();

/** A checksum that goes on over pieces; begins at zero. Two halves, because a number holds no 64 bits. */
export interface Crc64 {
  readonly high: number;
  readonly low: number;
}

export const emptyCrc64: Crc64 = { high: 0, low: 0 };

export function crc64(before: Crc64, bytes: Buffer): Crc64 {
  let { high, low } = before;
  for (const byte of bytes) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (table.low[at] ?? 0);
    high = (high >>> 8) ^ (table.high[at] ?? 0);
  }
  return { high: high >>> 0, low: low >>> 0 };
}

function makeTable(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const made = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let index = 0; index < 256; index += 1) {
    let [high, low] = [0, index];
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (low & 1) === 1;
      low = ((low >>> 1) | (high << 31)) >>> 0;
      high >>>= 1;
      if (isOdd) [high, low] = [high ^ HIGH, low ^ LOW];
    }
    made.high[index] = high;
    made.low[index] = low;
  }
  return made;
}
