import { backupIntegrity } from '../checks/backup-integrity.ts';
import { databaseCounters } from '../checks/database/database-counters.ts';
import { databaseIntegrity } from '../checks/database/database-integrity.ts';
import { indexUsage } from '../checks/database/index-usage.ts';
import { services } from '../checks/services.ts';
import { tableSizes } from '../checks/database/table-sizes.ts';
import { topQueries } from '../checks/database/top-queries.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What the system looks like as a whole, and whether it would survive the loss of a machine. */
export const quarterStart = defineChecklist({
  id: 'quarter-start',
  title: 'Start of the quarter',
  procedures: ['S2'],
  cron: '30 9 * * *',
  on: 'first business day of the quarter',
  items: [services, tableSizes, databaseCounters, databaseIntegrity, topQueries, indexUsage, backupIntegrity],
  steps: [
    {
      id: 'recovery-drill',
      title: 'Restore a backup to the development environment and write down what went wrong',
      procedures: ['S55'],
      days: 10,
    },
    { id: 'failover', title: 'Test the failover procedures and write down the result', procedures: ['S56'], days: 10 },
    { id: 'architecture', title: 'Review the architecture of the system', procedures: ['S57'], days: 15 },
    { id: 'bottlenecks', title: 'Look for bottlenecks in what the checks of the quarter have found', procedures: ['S57'], days: 15 },
    { id: 'scaling', title: 'Plan what will have to grow', procedures: ['S57'], days: 15 },
    { id: 'documentation', title: 'Bring the documentation up to date', procedures: ['S57'], days: 15 },
  ],
});
