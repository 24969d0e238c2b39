import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, ApiParts } from './answer.ts';

/** `GET /api/v1/backup/status`: lists folders only, so it sees rubble and never an archive, as the real one does. */
export async function backupStatus({ backupsFolder }: ApiParts): Promise<Answer> {
  const entries = await readdir(backupsFolder, { withFileTypes: true }).catch(() => []);
  const backups = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const { ctime, size } = await stat(join(backupsFolder, name));
        return { name, created: ctime.toISOString(), size };
      }),
  );
  const sorted = backups.toSorted((one, other) => other.created.localeCompare(one.created));
  const body = {
    backup_directory: 'backups',
    backups: sorted,
    last_backup: sorted[0]?.created ?? null,
    total_size: sorted.reduce((total, { size }) => total + size, 0),
    timestamp: new Date().toISOString(),
  };
  return { status: 200, body };
}
