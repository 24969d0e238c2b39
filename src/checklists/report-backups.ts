import { backupFreshness } from '../checks/backup-freshness.ts';
import { backupIntegrity } from '../checks/backup-integrity.ts';
import { backupReview } from '../checks/backup/backup-review.ts';
import { backupRoom } from '../checks/backup/backup-room.ts';
import { trend } from '../checks/trend.ts';
import { weeklyBackup } from '../checks/backup/weekly-backup.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What could be lost and how long bringing it back takes, as measured. */
export const reportBackups = defineChecklist({
  id: 'report-backups',
  title: 'Review of the backups',
  procedures: ['S83'],
  isReport: true,
  asked: { metrics: ['backup-size'], days: 90 },
  items: [backupReview, backupFreshness, weeklyBackup, backupIntegrity, backupRoom, trend],
});
