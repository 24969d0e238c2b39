import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framesOf } from '../../../src/adapters/engine/frames.ts';

function frame(of: 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = of;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(chunks: AsyncIterable<Buffer>): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const found = { stdout: '', stderr: '' };
  for await (const { of, bytes } of framesOf(chunks)) found[of] += bytes.toString('latin1');
  return found;
}

test('wherever the stream is cut into chunks, each stream comes out whole', async () => {
  const written = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), fc.string({ unit: 'binary-ascii', maxLength: 40 })), {
    maxLength: 12,
  });

  await fc.assert(
    fc.asyncProperty(written, fc.integer({ min: 1, max: 30 }), async (frames, size) => {
      const all = Buffer.concat(frames.map(([of, text]) => frame(of, text)));
      const of = (stream: 1 | 2) => frames.map(([one, text]) => (one === stream ? text : '')).join('');

      expect(await read(inPieces(all, size))).toEqual({ stdout: of(1), stderr: of(2) });
    }),
  );
});

test.each([3, 12])('a stream that breaks off after %d bytes is no end', async (length) => {
  const cut = frame(1, 'what was written').subarray(0, length);

  await expect(read(inPieces(cut, 100))).rejects.toThrow('broke off');
});
