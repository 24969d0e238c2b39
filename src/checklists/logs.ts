import { appLogErrors } from '../checks/app-log-errors.ts';
import { nginxErrors } from '../checks/nginx-errors.ts';
import { databaseLog } from '../checks/database-log.ts';
import { failedLogins } from '../checks/failed-logins.ts';
import { suspicious } from '../checks/logs/suspicious.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What went wrong lately, by the logs of everybody. */
export const logs = defineChecklist({
  id: 'logs',
  title: 'Logs',
  items: [appLogErrors, nginxErrors, databaseLog, failedLogins, suspicious],
});
