import { backupReview } from '../checks/backup/backup-review.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { jobStatistics } from '../checks/records/job-statistics.ts';
import { trend } from '../checks/trend.ts';
import { usage } from '../checks/records/usage.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What a month has brought, in numbers and pictures. */
export const reportMonth = defineChecklist({
  id: 'report-month',
  title: 'Report of the month',
  procedures: ['S47', 'S48'],
  isReport: true,
  asked: { period: 'month', metrics: ['jobs-ended', 'error-rate', 'database-size', 'disk-used'] },
  items: [usage, jobStatistics, trend, backupReview, diskSpace],
});
