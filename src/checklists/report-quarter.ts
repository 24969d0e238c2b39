import { jobStatistics } from '../checks/records/job-statistics.ts';
import { tableSizes } from '../checks/database/table-sizes.ts';
import { trend } from '../checks/trend.ts';
import { usage } from '../checks/records/usage.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Performance and growth of a quarter beside the one before. */
export const reportQuarter = defineChecklist({
  id: 'report-quarter',
  title: 'Report of the quarter',
  procedures: ['S58'],
  isReport: true,
  asked: {
    period: 'quarter',
    days: 92,
    metrics: ['database-size', 'table-size', 'disk-used', 'jobs-ended', 'error-rate', 'api-latency'],
  },
  items: [usage, jobStatistics, trend, tableSizes],
});
