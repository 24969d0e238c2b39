import type { Look } from '../../core/look.ts';
import { rowsLost } from './loss.ts';
import { tooMuchLost } from './rows.ts';
import { replaced, type RestoreWork } from './work.ts';

/** Another archive than the approved one, or much more lost than approved. After the swap nothing is stale: what is left is looking. */
export async function staleRestore(
  { backups, database, signal }: Look<'backups' | 'database' | 'services'>,
  { archive, sha256, live, liveOid, kept, scratch, rows, since, lost }: RestoreWork,
  done: readonly string[],
): Promise<string | undefined> {
  const there = await database.existing([live, kept, scratch], signal);
  // The swap may have been done by an attempt that died before it could say so.
  if (done.includes('swap') || (there[kept] && !there[scratch])) return undefined;
  const other = replaced(live, liveOid, there[live]);
  if (other !== undefined) return other;
  if (!done.includes('load')) {
    const problem = await archiveChanged(backups, archive, sha256, signal);
    if (problem !== undefined) return problem;
  } else if (!there[scratch]) return `the restored copy ${scratch} is gone`;
  const counts = await database.countRows(live, signal, new Date(since));
  return tooMuchLost(lost, rowsLost(counts, { rows }));
}

async function archiveChanged(
  backups: Look<'backups'>['backups'],
  archive: string,
  sha256: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { archives } = await backups.list(signal);
  const found = archives.find(({ name }) => name === archive);
  if (!found) return `the archive ${archive} is not there any more`;
  // What is remembered is of exactly this file; loading reads the hash once more before it commits.
  const verification = found.verification ?? (await backups.verify(archive, signal));
  return verification.sha256 === sha256 ? undefined : `the archive ${archive} is another file now than the one that was approved`;
}
