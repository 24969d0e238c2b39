import { backupRoom } from '../checks/backup/backup-room.ts';
import { backupFreshness } from '../checks/backup-freshness.ts';
import { backupIntegrity } from '../checks/backup-integrity.ts';
import { keptDatabases } from '../checks/kept-databases.ts';
import { ask } from '../core/ask.ts';
import { defineChecklist } from '../core/checklist.ts';
import { verifyBackup } from '../tasks/verify-backup.ts';
import { reportMonth } from './report-month.ts';

/** What the month has brought, and whether the backups are still what they should be. */
export const monthEnd = defineChecklist({
  id: 'month-end',
  title: 'End of the month',
  procedures: ['S2'],
  cron: '0 16 * * *',
  on: 'last business day of the month',
  isReport: true,
  asked: reportMonth.asked ?? {},
  items: [...reportMonth.items, backupFreshness, backupIntegrity, backupRoom, keptDatabases],
  offers: [{ label: 'Verify the newest backup', line: 'backup verify', asks: ask(verifyBackup, {}) }],
  steps: [
    {
      id: 'backup-often',
      title: 'See whether backups are made often enough for what may be lost, and restored fast enough',
      procedures: ['S83'],
      days: 5,
    },
    {
      id: 'restore-test',
      title: 'Restore a backup to a test database and write down how long it took',
      procedures: ['S80', 'S83'],
      days: 5,
    },
    { id: 'backup-room', title: 'See whether the backups of the coming months still fit', procedures: ['S83'], days: 5 },
    { id: 'backup-papers', title: 'Bring the description of the backups up to date', procedures: ['S83'], days: 5 },
  ],
});
