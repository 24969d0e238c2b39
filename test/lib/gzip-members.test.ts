import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { createMemberWriter, storedMember } from '../../src/lib/gzip-members.ts';

async function written(pieces: readonly Buffer[], options?: { readonly inFlight: number }): Promise<Buffer> {
  const out: Buffer[] = [];
  const writer = createMemberWriter((bytes) => Promise.resolve(void out.push(bytes)), options);
  for (const piece of pieces) await writer.write(piece);
  await writer.flush();
  return Buffer.concat(out);
}

const pieces = Array.from({ length: 50 }, (_, index) => Buffer.alloc(1 + ((index * 77_777) % 300_000), String(index)));

test.each([1, 2, 9])('many members unpack to what came in, in order, with %d compressed at once', async (inFlight) => {
  const bytes = await written(pieces, { inFlight });

  expect(gunzipSync(bytes).equals(Buffer.concat(pieces))).toBe(true);
});

test('gzip itself accepts them', async () => {
  const bytes = await written([Buffer.alloc(2_500_000, 'text ')]);

  const { exitCode } = await execa('gzip', ['-t'], { input: bytes });

  expect(exitCode).toBe(0);
});

test('a stored member can be overwritten in place by another of the same length', async () => {
  const out: Buffer[] = [];
  const writer = createMemberWriter((bytes) => Promise.resolve(void out.push(bytes)));
  await writer.write(Buffer.from('before '));
  const place = await writer.stored(Buffer.from('????'));
  await writer.write(Buffer.from(' after'));
  await writer.flush();
  const file = Buffer.concat(out);

  storedMember(Buffer.from('1234')).copy(file, place);

  expect(gunzipSync(file).toString()).toBe('before 1234 after');
});

test('what the disk refuses is told to the writer', async () => {
  const writer = createMemberWriter(() => Promise.reject(new Error('no space left on device')));

  const writing = writer.write(Buffer.alloc(8_000_000)).then(() => writer.flush());

  await expect(writing).rejects.toThrow('no space left on device');
});
