import { servedCertificate } from '../checks/served-certificate.ts';
import { auditLog } from '../checks/records/audit-log.ts';
import { certificate } from '../checks/certificate.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { jobStatistics } from '../checks/records/job-statistics.ts';
import { tableSizes } from '../checks/database/table-sizes.ts';
import { trend } from '../checks/trend.ts';
import { usage } from '../checks/records/usage.ts';
import { userReview } from '../checks/records/user-review.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What the quarter has brought against the one before, and who may do what. */
export const quarterEnd = defineChecklist({
  id: 'quarter-end',
  title: 'End of the quarter',
  procedures: ['S2'],
  cron: '0 15 * * *',
  on: 'last business day of the quarter',
  asked: { period: 'quarter', days: 92 },
  items: [usage, jobStatistics, tableSizes, diskSpace, trend, userReview, auditLog, certificate, servedCertificate],
  offers: [
    { label: 'Disk trend', line: 'trend disk --days 92' },
    { label: 'Database trend', line: 'trend database --days 92' },
  ],
  steps: [
    { id: 'capacity', title: 'Plan the capacity of the next quarter', procedures: ['S58'], days: 10 },
    { id: 'thresholds', title: 'Bring the limits of the checks up to date', procedures: ['S58', 'S121'], days: 10 },
    { id: 'access', title: 'Review who may do what: accounts, keys, approvers', procedures: ['S59'], days: 10 },
    { id: 'policies', title: 'Bring the security policies up to date', procedures: ['S59'], days: 10 },
    { id: 'secrets', title: 'Rotate secrets and certificates', procedures: ['S59'], days: 10 },
    { id: 'security-papers', title: 'Bring the security documentation up to date', procedures: ['S59'], days: 10 },
  ],
});
