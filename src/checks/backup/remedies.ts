import type { Remedy } from '../../core/finding.ts';
import { BackupName } from '../../core/names.ts';
import type { Archive } from '../../ports/backups.ts';

export const backUp: Remedy = { kind: 'line', label: 'Back up now', line: 'backup create' };

/** Reads an archive to its end; none for a name that no command would take. */
export function verifyIt(archive: Pick<Archive, 'name'> | undefined): readonly Remedy[] {
  const name = BackupName.safeParse(archive?.name).data;
  return name === undefined ? [] : [{ kind: 'line', label: 'Verify it', line: `backup verify ${name}` }];
}
