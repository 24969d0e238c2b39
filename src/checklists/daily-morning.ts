import { appLogErrors } from '../checks/app-log-errors.ts';
import { backupIntegrity } from '../checks/backup-integrity.ts';
import { containerStats } from '../checks/container-stats.ts';
import { databaseLog } from '../checks/database-log.ts';
import { failedLogins } from '../checks/failed-logins.ts';
import { keptDatabases } from '../checks/kept-databases.ts';
import { nginxErrors } from '../checks/nginx-errors.ts';
import { platformBackupStatus } from '../checks/platform-backup-status.ts';
import { suspicious } from '../checks/logs/suspicious.ts';
import { defineChecklist } from '../core/checklist.ts';
import { health } from './health.ts';

/** The whole morning round of the maintenance guide: the health of now, and what happened since yesterday. */
export const dailyMorning = defineChecklist({
  id: 'daily-morning',
  title: 'Morning checklist',
  procedures: ['S2'],
  cron: '0 8 * * *',
  on: 'business days',
  items: [
    ...health.items,
    backupIntegrity,
    containerStats,
    appLogErrors,
    nginxErrors,
    databaseLog,
    failedLogins,
    suspicious,
    platformBackupStatus,
    keptDatabases,
  ],
});
