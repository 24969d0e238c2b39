import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createMemberWriter, storedMember } from '../../src/lib/gzip-members.ts';
import { unpackMembers, type Read } from '../../src/lib/gzip-reader.ts';

const plain = Buffer.concat(Array.from({ length: 90 }, (_, index) => Buffer.alloc(1 + ((index * 77_777) % 300_000), String(index))));

async function ours(data = plain): Promise<Buffer> {
  const out: Buffer[] = [];
  const writer = createMemberWriter((bytes) => Promise.resolve(void out.push(bytes)));
  await writer.stored(Buffer.from('head '));
  await writer.write(data);
  await writer.stored(Buffer.from(' end'));
  return Buffer.concat(out);
}

/** The bytes as a file is read, in pieces of this size at most. */
function inPieces(bytes: Buffer, size: number): Read {
  let at = 0;
  return (into) => {
    const came = bytes.copy(into, 0, at, at + size);
    at += came;
    return Promise.resolve(came);
  };
}

async function read(bytes: Buffer, size = 100_000): Promise<{ readonly plain: Buffer; readonly rest: Buffer | undefined }> {
  const taken: Buffer[] = [];
  const rest = await unpackMembers(inPieces(bytes, size), (piece) => Promise.resolve(void taken.push(piece)));
  const left: Buffer[] = [];
  if (rest) for await (const piece of rest) left.push(piece);
  return { plain: Buffer.concat(taken), rest: rest && Buffer.concat(left) };
}

test.each([7, 1000, 100_000, 10_000_000])('what was written comes back in order, read in pieces of %d bytes', async (size) => {
  const small = size < 1000 ? plain.subarray(0, 200_000) : plain;
  const found = await read(await ours(small), size);

  expect(found.rest).toBeUndefined();
  expect(found.plain.equals(Buffer.concat([Buffer.from('head '), small, Buffer.from(' end')]))).toBe(true);
});

test('a gzip file that does not tell its lengths is given back whole', async () => {
  const foreign = gzipSync(plain);

  expect(await read(foreign)).toEqual({ plain: Buffer.alloc(0), rest: foreign });
  expect(await read(Buffer.alloc(0))).toEqual({ plain: Buffer.alloc(0), rest: Buffer.alloc(0) });
});

test('from the first member on that does not tell its length the bytes are given back', async () => {
  const foreign = gzipSync('and more');
  const found = await read(Buffer.concat([await ours(), foreign]));

  expect(found.rest).toEqual(foreign);
  expect(found.plain.subarray(-4).toString()).toBe(' end');
});

describe('what is wrong is told', () => {
  test.each([
    ['a flipped byte', (bytes: Buffer) => bytes.fill((bytes[5000] ?? 0) ^ 1, 5000, 5001), /incorrect|invalid|corrupt/i],
    ['a cut within a member', (bytes: Buffer) => bytes.subarray(0, bytes.length - 60), /unexpected end of file/],
    ['bytes behind the end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]), /something behind its end/],
    ['zeros behind the end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(512)]), /something behind its end/],
  ])('%s', async (_, spoil, why) => {
    await expect(read(spoil(Buffer.from(await ours())))).rejects.toThrow(why);
  });

  test('a length that is too small or too large', async () => {
    const bytes = Buffer.from(await ours());
    const first = storedMember(Buffer.from('head ')).length;
    for (const length of [40, bytes.readUInt32LE(first + 16) + 100]) {
      const lying = Buffer.from(bytes);
      lying.writeUInt32LE(length, first + 16);

      await expect(read(lying)).rejects.toThrow(/unexpected end of file|incorrect|invalid|something behind its end/);
    }
  });

  test('a member that unpacks to more than any of ours is no danger', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const dressed = Buffer.concat([bomb.subarray(0, 10), Buffer.from([8, 0, 0x42, 0x53, 4, 0, 0, 0, 0, 0]), bomb.subarray(10)]);
    dressed.writeUInt8(4, 3);
    dressed.writeUInt32LE(dressed.length, 16);

    await expect(read(dressed)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  test('what the taker throws', async () => {
    const unpacking = unpackMembers(inPieces(await ours(), 100_000), () => Promise.reject(new Error('enough')));

    await expect(unpacking).rejects.toThrow('enough');
  });
});
