import { OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { RowCounts } from '../../ports/database.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { ArchiveWriter } from './archive-writer.ts';
import { createDumpScan, type DumpReport } from './dump-scan.ts';
import { DUMP } from './manifest.ts';
import type { Snapshot } from './snapshot.ts';
import { reasonOf, type Programs } from './programs.ts';

const LOCK_WAIT_S = 10;

/** Success is: exit code 0, the trailer, more than nothing, and exactly the rows that the same snapshot has. */
export async function dumpDatabase(
  source: ArchiveSource,
  snapshot: Snapshot,
  writer: ArchiveWriter,
  progress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<RowCounts> {
  const options = [
    '--format=plain',
    '--clean',
    '--if-exists',
    '--no-password',
    `--lock-wait-timeout=${LOCK_WAIT_S}s`,
    `--snapshot=${snapshot.id}`,
  ];
  const tool = await source.programs.start('pg_dump', options, { stdout: 'pipe' }, signal);
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
  if (exitCode !== 0) throw new OpsError('backups', `dumping the database: ${lockedTable(stderr) ?? reasonOf(stderr)}`);
  const counts = await counting;
  const problem = whyIncomplete(scan.report(), counts);
  if (problem !== undefined) throw new OpsError('backups', `dumping the database: ${problem}`);
  return counts;
}

/** pg_dump waits for a lock by a statement timeout, and only the statement tells that it did. */
function lockedTable(stderr: string): string | undefined {
  if (!/canceling statement due to (?:statement|lock) timeout/.test(stderr)) return undefined;
  const [, tables] = /LOCK TABLE ([\s\S]+?) IN ACCESS SHARE MODE/.exec(stderr) ?? [];
  if (tables === undefined) return undefined;
  // From version 16 on it asks for many tables at once.
  return `somebody else has locked ${tables.includes(',') ? 'one of ' : ''}${plain(tables.replaceAll(/\s+/g, ' '), 120)}, and did not let go within ${LOCK_WAIT_S} s`;
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

/** An older pg_dump does not know what a newer server has. */
export function refuseOlder(programs: Programs, pgDump: string, serverVersion: number): void {
  const major = Math.floor(serverVersion / 10_000);
  if (Number.parseInt(pgDump, 10) >= major) return;
  const cure = programs.newer(major);
  throw new OpsError('backups', `pg_dump ${pgDump} is older than the server (${major}), which it cannot dump: ${cure}`, {
    permanent: true,
  });
}
