import { open } from 'node:fs/promises';
import { OpsError } from '../../core/errors.ts';
import { openArchive } from './folder.ts';
import { inspectArchive } from './inspect.ts';

/** Writes the dump of Redis in exactly this archive into a file. @throws when the archive is another one, or unsound, or has none. */
export async function rdbOf(
  folder: string,
  archive: { readonly name: string; readonly sha256: string },
  into: string,
  signal: AbortSignal,
): Promise<void> {
  const file = await openArchive(folder, archive.name);
  try {
    const target = await open(into, 'w', 0o600);
    try {
      const onRdb = async (pieces: readonly Buffer[]): Promise<void> => {
        for (const piece of pieces) await target.writeFile(piece);
      };
      const { problems, rdb, sha256 } = await inspectArchive(file, signal, { onRdb });
      const problem = problems[0] ?? rdb?.problem ?? (rdb ? undefined : 'there is no dump of Redis in it');
      const why =
        problem ??
        (sha256 === archive.sha256 ? undefined : `it is not the archive that was approved any more (sha256 ${sha256.slice(0, 12)}…)`);
      if (why !== undefined) throw new OpsError('redis', `reading ${archive.name}: ${why}`, { permanent: true });
    } finally {
      await target.close();
    }
  } finally {
    await file.close();
  }
}
