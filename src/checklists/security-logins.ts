import { loginAttempts } from '../checks/records/login-attempts.ts';
import { failedLogins } from '../checks/failed-logins.ts';
import { suspicious } from '../checks/logs/suspicious.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Who logged in and who failed to, by the table and by the log, whichever there is. */
export const securityLogins = defineChecklist({ id: 'logins', title: 'Logins', items: [loginAttempts, failedLogins, suspicious] });
