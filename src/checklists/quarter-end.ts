import { servedCertificate } from '../checks/served-certificate.ts';
import { auditLog } from '../checks/records/audit-log.ts';
import { certificate } from '../checks/certificate.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { userReview } from '../checks/records/user-review.ts';
import { secretAge } from '../checks/secret-age.ts';
import { defineChecklist } from '../core/checklist.ts';
import { reportQuarter } from './report-quarter.ts';

/** What the quarter has brought against the one before, and who may do what. */
export const quarterEnd = defineChecklist({
  id: 'quarter-end',
  title: 'End of the quarter',
  procedures: ['S2'],
  cron: '0 15 * * *',
  on: 'last business day of the quarter',
  isReport: true,
  asked: reportQuarter.asked ?? {},
  items: [...reportQuarter.items, diskSpace, userReview, auditLog, certificate, servedCertificate, secretAge],
  steps: [
    { id: 'capacity', title: 'Plan the capacity of the next quarter', procedures: ['S58'], days: 10 },
    { id: 'thresholds', title: 'Bring the limits of the checks up to date', procedures: ['S58', 'S121'], days: 10 },
    { id: 'access', title: 'Review who may do what: accounts, keys, approvers', procedures: ['S59'], days: 10 },
    { id: 'policies', title: 'Bring the security policies up to date', procedures: ['S59'], days: 10 },
    { id: 'secrets', title: 'Rotate secrets and certificates', procedures: ['S59'], days: 10 },
    { id: 'security-papers', title: 'Bring the security documentation up to date', procedures: ['S59'], days: 10 },
  ],
});
