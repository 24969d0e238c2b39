import { createHash } from 'node:crypto';
import { access, link, mkdir, open, rename, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { OpsError } from '../../core/errors.ts';
import type { RowCounts } from '../../ports/database.ts';
import { createArchiveWriter } from './archive-writer.ts';
import { createDumpScan, type DumpReport } from './dump-scan.ts';
import { exactly, extraFiles, type ExtraFolders } from './extras.ts';
import { ENDING, pathsOf, sweepPartials } from './folder.ts';
import { DUMP, MANIFEST, type Manifest, type Member } from './manifest.ts';
import { withSnapshot, type Snapshot } from './snapshot.ts';
import { reasonOf, startTool, versionOf } from './tools.ts';

/** Where archives come from and go to. */
export interface ArchiveSource {
  readonly folder: string;
  readonly files: ExtraFolders;
  readonly databaseUrl: string;
  /** PATH for pg_dump and psql. */
  readonly path: string;
  readonly environment: string;
  readonly version: string;
}

const NO_REDIS = 'left out: there is no container engine to fetch the dump of Redis from';

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
    await rename(partials[1], sidecar);
    await moveWithoutReplacing(partials[0], archive, name);
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
  const pgDump = await versionOf('pg_dump', source.path, signal);
  await withSnapshot(source.databaseUrl, signal, async (snapshot) => {
    refuseOlder(pgDump, snapshot.traits.serverVersion);
    const writer = createArchiveWriter(file, name);
    const notes: string[] = [];
    const note = (text: string): void => void notes.push(text);
    const startedAt = new Date();
    const counts = await dump(source, snapshot, writer, progress, signal);
    for await (const extra of extraFiles(source.files, source.folder, note)) {
      signal.throwIfAborted();
      await writer.add(extra, exactly(extra, note));
    }
    const manifest = describe({ source, name, snapshot, counts, pgDump, startedAt, notes, members: writer.members });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    await writer.add({ path: MANIFEST, bytes: text.length, modifiedAt: startedAt }, once(text));
    await writer.end();
  });
  await file.sync();
  const { size } = await file.stat();
  return { bytes: size, sha256: await sha256Of(file) };
}

/** Success is: exit code 0, the trailer, more than nothing, and exactly the rows that the same snapshot has. */
async function dump(
  source: ArchiveSource,
  snapshot: Snapshot,
  writer: ReturnType<typeof createArchiveWriter>,
  progress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<RowCounts> {
  const options = ['--format=plain', '--clean', '--if-exists', '--no-password', '--lock-wait-timeout=10s', `--snapshot=${snapshot.id}`];
  const tool = startTool('pg_dump', options, { url: source.databaseUrl, path: source.path, stdout: 'pipe' }, signal);
  const counting = snapshot.count();
  // Its failure is met after the dump; until then it must not count as unhandled.
  counting.catch(() => undefined);
  const scan = createDumpScan();
  try {
    await writer.addUnsized(DUMP, snapshot.at, watched(tool.stdout, scan, progress));
  } catch (error) {
    tool.kill();
    await tool.ended;
    throw error;
  }
  const { exitCode, stderr } = await tool.ended;
  signal.throwIfAborted();
  if (exitCode !== 0) throw new OpsError('backups', `dumping the database: ${reasonOf(stderr)}`);
  const counts = await counting;
  const problem = whyIncomplete(scan.report(), counts);
  if (problem !== undefined) throw new OpsError('backups', `dumping the database: ${problem}`);
  return counts;
}

async function* watched(
  pieces: AsyncIterable<Buffer>,
  scan: ReturnType<typeof createDumpScan>,
  progress: (doneBytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    scan.write(piece);
    bytes += piece.length;
    progress(bytes);
    yield piece;
  }
  scan.end();
}

function whyIncomplete(report: DumpReport, counts: RowCounts): string | undefined {
  if (report.bytes === 0) return 'pg_dump wrote nothing';
  if (!report.isComplete) return 'the dump is not complete: its last line is missing';
  const differing = Object.entries(counts.rows).find(([table, rows]) => (report.rows[table] ?? 0) !== rows);
  return differing && `the dump holds ${report.rows[differing[0]] ?? 0} rows of ${differing[0]}, its snapshot ${differing[1]}`;
}

function refuseOlder(pgDump: string, serverVersion: number): void {
  const major = Math.floor(serverVersion / 10_000);
  if (Number.parseInt(pgDump, 10) >= major) return;
  const cure = `install the package postgresql-client-${major}`;
  throw new OpsError('backups', `pg_dump ${pgDump} is older than the server (${major}), which it cannot dump: ${cure}`, {
    permanent: true,
  });
}

function describe(about: {
  readonly source: ArchiveSource;
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly counts: RowCounts;
  readonly pgDump: string;
  readonly startedAt: Date;
  readonly notes: readonly string[];
  readonly members: readonly Member[];
}): Manifest {
  const { source, name, snapshot, counts, pgDump, startedAt } = about;
  const { traits } = snapshot;
  const packed = (part: string): string =>
    about.members.some(({ path }) => path.startsWith(`${part}/`)) ? 'included' : 'left out: nothing there';
  return {
    backup_name: name,
    timestamp: snapshot.at.toISOString(),
    environment: source.environment,
    components: {
      database: 'included',
      redis: NO_REDIS,
      instance: packed('instance'),
      logs: packed('logs'),
      env: 'left out: it holds secrets',
    },
    backup_script_version: `bigshot-bot ${source.version}`,
    format: 2,
    members: [...about.members],
    database: {
      name: traits.name,
      server_version: traits.serverVersion,
      encoding: traits.encoding,
      collation: traits.collation,
      extensions: [...traits.extensions],
      rows: { ...counts.rows },
      newest: counts.newest?.toISOString() ?? null,
      indexes: counts.indexes ?? 0,
      constraints: counts.constraints ?? 0,
      wal_position: snapshot.walPosition,
    },
    tools: { pg_dump: pgDump },
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    bot_version: source.version,
    notes: [...about.notes],
  };
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
