import { createHash } from 'node:crypto';
import { access, link, mkdir, open, rename, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { OpsError, story } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { ArchiveSource } from './archive-source.ts';
import { createArchiveWriter, type ArchiveWriter } from './archive-writer.ts';
import { manifestOf, NO_REDIS, type RedisPart } from './describe-archive.ts';
import { dumpDatabase, refuseOlder } from './dump-database.ts';
import { exactly, extraFiles } from './extras.ts';
import { ENDING, pathsOf, sweepPartials } from './folder.ts';
import { MANIFEST, RDB } from './manifest.ts';
import { withSnapshot } from './snapshot.ts';

/** Makes an archive under a hidden name; it gets its own when every byte of it is on the disk. What fails leaves nothing behind. */
export async function createArchive(
  source: ArchiveSource,
  name: string,
  progress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const { archive, sidecar, partials } = pathsOf(source.folder, name);
  await mkdir(source.folder, { recursive: true, mode: 0o700 });
  await refuseTaken(archive, name);
  await sweepPartials(source.folder, name);
  try {
    const file = await open(partials[0], 'wx+', 0o600);
    const made = await closing(file, () => fill(file, source, name, progress, signal));
    await writeFile(partials[1], `${made.sha256}  ${name}${ENDING}\n`, { mode: 0o600, flush: true });
    signal.throwIfAborted();
    await moveWithoutReplacing(partials[0], archive, name);
    // Only behind the archive: what stands beside one that appeared meanwhile is not ours.
    await rename(partials[1], sidecar).catch(async (problem: unknown) => {
      await unlink(archive);
      throw problem;
    });
    await syncFolder(source.folder);
    return made;
  } catch (cause) {
    await sweepPartials(source.folder, name);
    if (cause instanceof OpsError || signal.aborted) throw signal.aborted ? signal.reason : cause;
    throw new OpsError('backups', `writing the backup ${name}`, { cause });
  }
}

async function fill(
  file: FileHandle,
  source: ArchiveSource,
  name: string,
  progress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const pgDump = await source.programs.versionOf('pg_dump', signal);
  await withSnapshot(source.databaseUrl, signal, async (snapshot) => {
    refuseOlder(source.programs, pgDump, snapshot.traits.serverVersion);
    const writer = createArchiveWriter(file, name);
    const notes: string[] = [];
    const note = (text: string): void => void notes.push(text);
    const startedAt = new Date();
    const counts = await dumpDatabase(source, snapshot, writer, progress, signal);
    const redis = await addRedis(source, writer, signal);
    for await (const extra of extraFiles(source.files, source.folder, note)) {
      signal.throwIfAborted();
      await writer.add(extra, exactly(extra, note));
    }
    const manifest = manifestOf({ source, name, snapshot, counts, pgDump, startedAt, notes, redis, members: writer.members });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    await writer.add({ path: MANIFEST, bytes: text.length, modifiedAt: startedAt }, once(text));
    await writer.end();
  });
  await file.sync();
  const { size } = await file.stat();
  return { bytes: size, sha256: await sha256Of(file) };
}

/** A Redis that cannot be saved is no reason to have no backup at all; the archive says that it lacks it, and its receipt too. */
async function addRedis({ redis }: ArchiveSource, writer: ArchiveWriter, signal: AbortSignal): Promise<RedisPart> {
  if (!redis) return { is: 'left out', why: NO_REDIS };
  const begun = writer.members.length;
  try {
    return await redis.dump(signal, async ({ pieces, bytes, modifiedAt }, facts) => {
      await writer.add({ path: RDB, bytes, modifiedAt }, pieces);
      return { is: 'included', facts };
    });
  } catch (problem) {
    signal.throwIfAborted();
    // Of one that broke off in the middle there are bytes in the archive already.
    if (writer.isOpen() || writer.members.length > begun) throw problem;
    return { is: 'left out', why: plain(story(problem), 300) };
  }
}

async function refuseTaken(archive: string, name: string): Promise<void> {
  const isFree = await access(archive).then(
    () => false,
    () => true,
  );
  if (!isFree) throw new OpsError('backups', `there is a backup named ${name} already`, { permanent: true });
}

// A rename would replace a file that appeared meanwhile, a link does not; some file systems know no links.
async function moveWithoutReplacing(partial: string, archive: string, name: string): Promise<void> {
  const linked = await link(partial, archive).then(
    () => true,
    (problem: unknown) => {
      if (problem instanceof Error && 'code' in problem && ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(String(problem.code)))
        return false;
      throw problem;
    },
  );
  if (linked) return unlink(partial);
  await refuseTaken(archive, name);
  await rename(partial, archive);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await closing(handle, () => handle.sync());
}

async function closing<Result>(file: FileHandle, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

// The dump's header was overwritten behind the rest, so the hash of the file is taken when all of it stands.
async function sha256Of(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 * 1024 })) hash.update(piece);
  return hash.digest('hex');
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
