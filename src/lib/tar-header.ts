/** Tar counts in blocks of this many bytes. */
export const BLOCK = 512;

/** Two zero blocks end a tar file. */
export const END_BLOCKS = Buffer.alloc(2 * BLOCK);

export interface TarEntry {
  readonly path: string;
  readonly type: 'file' | 'folder';
  readonly bytes: number;
  readonly mode: number;
  readonly modifiedAt: Date;
}

const LARGEST_OCTAL = 0o77777777777;

/** The header blocks of an entry: one, or three and more when its path is too long for one (in the way of GNU tar). */
export function tarHeader(entry: TarEntry): Buffer {
  const path = entry.type === 'folder' && !entry.path.endsWith('/') ? `${entry.path}/` : entry.path;
  const name = Buffer.from(path);
  if (name.length <= 100) return headerBlock(name, entry, entry.type === 'folder' ? '5' : '0');
  const long = Buffer.concat([name, Buffer.alloc(1)]);
  const announced = headerBlock(Buffer.from('././@LongLink'), { ...entry, bytes: long.length }, 'L');
  return Buffer.concat([
    announced,
    long,
    padding(long.length),
    headerBlock(name.subarray(0, 100), entry, entry.type === 'folder' ? '5' : '0'),
  ]);
}

/** The zero bytes between the end of an entry and the next block. */
export function padding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);
}

function headerBlock(name: Buffer, entry: TarEntry, flag: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  name.copy(block, 0);
  block.write(octal(entry.mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  writeSize(block, entry.bytes);
  block.write(octal(Math.max(0, Math.floor(entry.modifiedAt.getTime() / 1000)), 11), 136);
  block.write('        ', 148);
  block.write(flag, 156);
  // The magic of GNU, because the long names are in its way.
  block.write('ustar  \0', 257, 'latin1');
  block.write(`${octal(sumOf(block), 6)}\0 `, 148);
  return block;
}

// Eleven octal digits end at 8 GiB; beyond, the first bit is set and the rest is the number in binary.
function writeSize(block: Buffer, bytes: number): void {
  if (bytes <= LARGEST_OCTAL) {
    block.write(octal(bytes, 11), 124);
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(bytes), 128);
}

/** What a header block says. Throws a sentence when it is no header. */
export interface TarHeader {
  readonly path: string;
  /** The flag as it stands: `0` a file, `5` a folder, `1` and `2` links, `L` and `x` more about the next entry. */
  readonly flag: string;
  readonly bytes: number;
}

export function readTarHeader(block: Buffer): TarHeader {
  const said = Number.parseInt(textOf(block, 148, 8).trim(), 8);
  if (said !== sumOf(block)) throw new Error('a tar header has a wrong checksum');
  const bytes = readSize(block);
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textOf(block, 345, 155) : '';
  const name = textOf(block, 0, 100);
  const flag = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  return { path: prefix === '' ? name : `${prefix}/${name}`, flag, bytes };
}

function readSize(block: Buffer): number {
  const isBinary = ((block[124] ?? 0) & 0x80) !== 0;
  const bytes = isBinary ? Number(block.readBigUInt64BE(128)) : octalOf(textOf(block, 124, 12).trim());
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new Error('a tar header has an impossible size');
  return bytes;
}

function octalOf(text: string): number {
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : Number.NaN;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0').slice(-digits);
}

function textOf(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

// The checksum counts its own field as spaces.
function sumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}
