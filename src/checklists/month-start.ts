import { servedCertificate } from '../checks/served-certificate.ts';
import { imageScan } from '../checks/updates/image-scan.ts';
import { bigKeys } from '../checks/redis/big-keys.ts';
import { certificate } from '../checks/certificate.ts';
import { databaseCounters } from '../checks/database/database-counters.ts';
import { deadRows } from '../checks/database/dead-rows.ts';
import { indexUsage } from '../checks/database/index-usage.ts';
import { redisMemory } from '../checks/redis/redis-memory.ts';
import { slowQueries } from '../checks/database/slow-queries.ts';
import { topQueries } from '../checks/database/top-queries.ts';
import { userReview } from '../checks/records/user-review.ts';
import { defineChecklist } from '../core/checklist.ts';

/** How well the database and Redis keep house, who has an account, and how long the certificates are good. */
export const monthStart = defineChecklist({
  id: 'month-start',
  title: 'Start of the month',
  procedures: ['S2'],
  cron: '0 9 * * *',
  on: 'first business day of the month',
  items: [
    deadRows,
    databaseCounters,
    redisMemory,
    bigKeys,
    userReview,
    certificate,
    servedCertificate,
    topQueries,
    slowQueries,
    indexUsage,
    imageScan,
  ],
  steps: [{ id: 'indexes', title: 'Remove indexes that nobody uses and add those that are missing', procedures: ['S63'], days: 10 }],
});
