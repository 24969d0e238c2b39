import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { END_BLOCKS, padding, readTarHeader, tarHeader } from '../../src/lib/tar-header.ts';
import { createTarWalk } from '../../src/lib/tar-walk.ts';

interface Found {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

function walk(bytes: Buffer, pieceBytes: number): readonly Found[] {
  const found: Found[] = [];
  let current: { path: string; type: string; text: string } | undefined;
  const walker = createTarWalk({
    begin: ({ path, type }) => {
      current = { path, type, text: '' };
    },
    data: (piece) => {
      if (current) current.text += piece.toString('latin1');
    },
    end: () => {
      if (current) found.push(current);
    },
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) walker.write(bytes.subarray(at, at + pieceBytes));
  walker.end();
  return found;
}

function written(files: readonly { readonly path: string; readonly text: string }[]): Buffer {
  const blocks = files.flatMap(({ path, text }) => {
    const data = Buffer.from(text, 'latin1');
    return [tarHeader({ path, type: 'file', bytes: data.length, mode: 0o600, modifiedAt: new Date(0) }), data, padding(data.length)];
  });
  return Buffer.concat([...blocks, END_BLOCKS]);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-tar-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is written is read again, in pieces of any size', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 250, unit: fc.constantFrom('a', 'b', '.', '/', 'é', '-') })
    .filter((path) => !path.endsWith('/'));
  const file = fc.record({ path: name, text: fc.string({ maxLength: 1500, unit: fc.constantFrom('x', '\0', '\n') }) });

  fc.assert(
    fc.property(fc.array(file, { maxLength: 5 }), fc.integer({ min: 1, max: 3000 }), (files, pieceBytes) => {
      const found = walk(written(files), pieceBytes);

      expect(found).toEqual(files.map((one) => ({ ...one, type: 'file' })));
    }),
    { numRuns: 100 },
  );
});

test.each(['gnu', 'pax', 'ustar'])('what GNU tar writes as %s is read, with long and foreign names', async (format) => {
  const long = `${'folder-of-some-length/'.repeat(4)}file-ü.txt`;
  await execa('mkdir', ['-p', join(folder, 'in', long, '..')]);
  await writeFile(join(folder, 'in', long), 'text');
  await writeFile(join(folder, 'in', 'empty'), '');
  await execa('ln', ['-s', 'empty', join(folder, 'in', 'link')]);
  await execa('tar', [`--format=${format}`, '-cf', 'out.tar', 'in'], { cwd: folder });

  const found = walk(await readFile(join(folder, 'out.tar')), 700);

  const types = Object.fromEntries(found.map(({ path, type }) => [path, type]));
  expect(found.find(({ path }) => path === `in/${long}`)?.text).toBe('text');
  expect(types).toMatchObject({ 'in/': 'folder', 'in/empty': 'file', 'in/link': 'link' });
});

test('GNU tar reads a size of more than 8 GiB', async () => {
  const bytes = 9 * 1024 ** 3;
  const header = tarHeader({ path: 'large', type: 'file', bytes, mode: 0o600, modifiedAt: new Date(0) });
  await writeFile(join(folder, 'large.tar'), header);

  const listed = await execa('tar', ['-tvf', 'large.tar'], { cwd: folder, reject: false });

  expect(listed.stdout).toContain(String(bytes));
  expect(readTarHeader(header).bytes).toBe(bytes);
});

test.each([
  ['is cut in a header', (tar: Buffer) => tar.subarray(0, 300)],
  ['is cut in its data', (tar: Buffer) => tar.subarray(0, 520)],
  ['is cut in front of its end', (tar: Buffer) => tar.subarray(0, 1024)],
  ['has only half of its end', (tar: Buffer) => tar.subarray(0, 1536)],
  ['goes on after its end', (tar: Buffer) => Buffer.concat([tar, Buffer.from('x')])],
  ['has an empty block in its middle', (tar: Buffer) => Buffer.concat([Buffer.alloc(512), tar])],
  ['has a flipped bit in a header', (tar: Buffer) => Buffer.concat([Buffer.from('X'), tar.subarray(1)])],
])('a tar file that %s is refused', (_, change) => {
  const tar = change(written([{ path: 'a', text: 'text' }]));

  expect(() => walk(tar, 100)).toThrow(/tar/);
});

test('zeros after the end are what tar itself writes', () => {
  const tar = Buffer.concat([written([{ path: 'a', text: 'text' }]), Buffer.alloc(8192)]);

  expect(walk(tar, 1000)).toHaveLength(1);
});
