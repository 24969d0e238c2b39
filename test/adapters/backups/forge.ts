import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { BLOCK, END_BLOCKS, padding, readTarHeader, tarHeader } from '../../../src/lib/tar-header.ts';

/** An entry of a hand-made archive; `flag` and `link` make what our own writer never would. */
export interface Entry {
  readonly path: string;
  readonly data?: Buffer | string;
  readonly flag?: string;
}

/** A whole, small dump in the form of pg_dump. */
export const DUMP_TEXT = `--
-- PostgreSQL database dump
--

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

SET client_encoding = 'UTF8';
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COPY public.jobs (id, type) FROM stdin;
1\tscan
2\t\\N
\\.

--
-- PostgreSQL database dump complete
--

`;

export function tar(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, data = '', flag }) => {
    const bytes = Buffer.from(data);
    const header = tarHeader({ path, type: 'file', bytes: bytes.length, mode: 0o644, modifiedAt: new Date(0) });
    return [flag === undefined ? header : withFlag(header, flag), bytes, padding(bytes.length)];
  });
  return Buffer.concat([...blocks, END_BLOCKS]);
}

/** Writes an archive as somebody else would have made it. */
export async function forge(folder: string, name: string, entries: readonly Entry[]): Promise<void> {
  await place(folder, name, gzipSync(tar(entries)));
}

export async function place(folder: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.tar.gz`), bytes);
}

/** The archive again with another dump, and everything that names its hash made to agree if asked to. */
export async function withDump(folder: string, name: string, change: (dump: Buffer) => Buffer): Promise<void> {
  const path = join(folder, `${name}.tar.gz`);
  const entries = entriesOf(gunzipSync(await readFile(path)));
  const altered = entries.map((entry) => (entry.path.endsWith('.sql') ? { ...entry, data: change(Buffer.from(entry.data ?? '')) } : entry));
  const bytes = gzipSync(tar(altered));
  await rm(`${path}.sha256`, { force: true });
  await writeFile(path, bytes);
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function entriesOf(bytes: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const header = readTarHeader(bytes.subarray(at, at + BLOCK));
    const data = Buffer.from(bytes.subarray(at + BLOCK, at + BLOCK + header.bytes));
    entries.push({ path: header.path, data });
    at += BLOCK + header.bytes + padding(header.bytes).length;
  }
  return entries;
}

function withFlag(header: Buffer, flag: string): Buffer {
  const block = Buffer.from(header);
  block.write(flag, 156);
  block.write('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
