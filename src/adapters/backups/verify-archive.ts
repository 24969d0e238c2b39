import { readFile, type FileHandle } from 'node:fs/promises';
import type { Verification } from '../../ports/backups.ts';
import { LAST_MEMBER } from './archive-writer.ts';
import { ENDING, fingerprintOf, openArchive, pathsOf, type Remembered } from './folder.ts';
import { inspectArchive } from './inspect.ts';
import { judge } from './judge.ts';
import { takenAtOf } from './name-time.ts';

interface Where {
  readonly folder: string;
  readonly remembered: Remembered;
  /** The database and the environment that the archives of this folder are of. */
  readonly database: string;
  readonly environment: string;
}

/** Reads an archive once, judges it, and remembers the result for exactly this file. */
export async function verifyArchive(where: Where, name: string, signal: AbortSignal): Promise<Verification> {
  const { folder, remembered, database, environment } = where;
  const begun = performance.now();
  const file = await openArchive(folder, name);
  try {
    const before = await file.stat();
    const inspection = await inspectArchive(file, signal);
    const endsAsWritten = await endsWith(file, before.size, LAST_MEMBER);
    const sidecar = await sidecarOf(folder, name);
    const fingerprint = fingerprintOf(before);
    const changedMeanwhile = fingerprintOf(await file.stat()) !== fingerprint;
    const now = new Date();
    const about = { fileTime: takenAtOf(name, before.mtime), database, environment, now };
    const judgement = judge({ inspection, sidecar, endsAsWritten, changedMeanwhile, ...about });
    const verification = { name, ...judgement, verifiedAt: now, tookMs: Math.round(performance.now() - begun) };
    if (!changedMeanwhile) await remembered.write(name, fingerprint, verification);
    return verification;
  } finally {
    await file.close();
  }
}

async function endsWith(file: FileHandle, size: number, end: Buffer): Promise<boolean> {
  if (size < end.length) return false;
  const { buffer } = await file.read(Buffer.alloc(end.length), 0, end.length, size - end.length);
  return buffer.equals(end);
}

async function sidecarOf(folder: string, name: string): Promise<string | null | undefined> {
  const text = await readFile(pathsOf(folder, name).sidecar, 'utf8').catch((problem: unknown) => {
    return problem instanceof Error && 'code' in problem && problem.code === 'ENOENT' ? undefined : '';
  });
  if (text === undefined) return undefined;
  const [, hash, named] = /^([0-9a-f]{64}) [ *](.+)\n?$/.exec(text) ?? [];
  return hash !== undefined && named === `${name}${ENDING}` ? hash : null;
}
