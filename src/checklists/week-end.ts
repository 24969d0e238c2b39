import { backupFreshness } from '../checks/backup-freshness.ts';
import { backupIntegrity } from '../checks/backup-integrity.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { tableSizes } from '../checks/database/table-sizes.ts';
import { backupRoom } from '../checks/backup/backup-room.ts';
import { weeklyBackup } from '../checks/backup/weekly-backup.ts';
import { ask } from '../core/ask.ts';
import { defineChecklist } from '../core/checklist.ts';
import { createBackup } from '../tasks/create-backup.ts';

/** A backup of the week, and whether everything still fits. */
export const weekEnd = defineChecklist({
  id: 'week-end',
  title: 'End of the week',
  procedures: ['S2'],
  cron: '0 16 * * *',
  on: 'last business day of the week',
  items: [weeklyBackup, backupRoom, backupFreshness, backupIntegrity, diskSpace, tableSizes],
  offers: [
    { label: 'Weekly backup', line: 'backup create --label weekly', asks: ask(createBackup, { label: 'weekly' }) },
    { label: 'List backups', line: 'backup list' },
    { label: 'Disk trend', line: 'trend disk' },
  ],
});
