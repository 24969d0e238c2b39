import { cpu } from '../checks/cpu.ts';
import { apiDetailed } from '../checks/api-detailed.ts';
import { apiHealth } from '../checks/api-health.ts';
import { appLogErrors } from '../checks/app-log-errors.ts';
import { backupFreshness } from '../checks/backup-freshness.ts';
import { celeryWorkers } from '../checks/celery-workers.ts';
import { containerStats } from '../checks/container-stats.ts';
import { database } from '../checks/database.ts';
import { databaseLocks } from '../checks/database-locks.ts';
import { databaseLog } from '../checks/database-log.ts';
import { databaseSessions } from '../checks/database/database-sessions.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { load } from '../checks/load.ts';
import { memory } from '../checks/memory.ts';
import { nginxErrors } from '../checks/nginx-errors.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { redis } from '../checks/redis.ts';
import { services } from '../checks/services.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What is down, what it lacks, and what it said last. */
export const emergencySystem = defineChecklist({
  id: 'emergency-system',
  title: 'Emergency: system failure',
  procedures: ['S106', 'S107'],
  items: [
    apiHealth,
    database,
    databaseLocks,
    databaseSessions,
    redis,
    celeryWorkers,
    queueDepth,
    apiDetailed,
    services,
    diskSpace,
    memory,
    load,
    containerStats,
    appLogErrors,
    nginxErrors,
    databaseLog,
    backupFreshness,
    cpu,
  ],
  offers: [
    { label: 'Health', line: 'health' },
    { label: 'Log of the backend', line: 'logs backend --since 1h --public' },
    { label: 'List backups', line: 'backup list --public' },
  ],
  steps: [
    {
      id: 'restart-failed',
      title: 'Restart what has failed, one service at a time, and see that it stays up',
      procedures: ['S109'],
      days: 0,
    },
    { id: 'from-backup', title: 'If nothing else helps, plan a restore of the newest verified backup', procedures: ['S111'], days: 0 },
  ],
});
