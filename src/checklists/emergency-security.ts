import { appLogErrors } from '../checks/app-log-errors.ts';
import { auditLog } from '../checks/records/audit-log.ts';
import { failedLogins } from '../checks/failed-logins.ts';
import { loginAttempts } from '../checks/records/login-attempts.ts';
import { nginxErrors } from '../checks/nginx-errors.ts';
import { services } from '../checks/services.ts';
import { userReview } from '../checks/records/user-review.ts';
import { suspicious } from '../checks/logs/suspicious.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Who came in, who tried to, and what they changed. */
export const emergencySecurity = defineChecklist({
  id: 'emergency-security',
  title: 'Emergency: security incident',
  items: [loginAttempts, failedLogins, suspicious, nginxErrors, auditLog, userReview, services, appLogErrors],
  offers: [
    { label: 'Logins of the last hour', line: 'security logins --since 1h --public' },
    { label: 'Users', line: 'security users --public' },
  ],
  steps: [
    { id: 'evidence', title: 'Keep the logs of now aside before anything is restarted or cleaned up', procedures: ['S115'], days: 0 },
    { id: 'block', title: 'Block suspicious addresses and bring the firewall rules up to date', procedures: ['S114'], days: 0 },
    { id: 'accounts', title: 'Switch off accounts that may be in other hands, and change what they knew', procedures: ['S112'], days: 0 },
  ],
});
