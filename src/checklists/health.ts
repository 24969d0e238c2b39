import { apiDetailed } from '../checks/api-detailed.ts';
import { apiHealth } from '../checks/api-health.ts';
import { backupFreshness } from '../checks/backup-freshness.ts';
import { certificate } from '../checks/certificate.ts';
import { celeryWorkers } from '../checks/celery-workers.ts';
import { database } from '../checks/database.ts';
import { databaseLocks } from '../checks/database-locks.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { load } from '../checks/load.ts';
import { memory } from '../checks/memory.ts';
import { missingTables } from '../checks/missing-tables.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { redis } from '../checks/redis.ts';
import { services } from '../checks/services.ts';
import { defineChecklist } from '../core/checklist.ts';

/**
 * What tells within seconds whether the platform serves, and whether its data could be brought back.
 * Among equals people read the first ones first, so what everything else hangs on comes first.
 */
export const health = defineChecklist({
  id: 'health',
  title: 'Health',
  items: [
    apiHealth,
    database,
    databaseLocks,
    missingTables,
    redis,
    celeryWorkers,
    queueDepth,
    apiDetailed,
    services,
    backupFreshness,
    diskSpace,
    memory,
    load,
    certificate,
  ],
});
