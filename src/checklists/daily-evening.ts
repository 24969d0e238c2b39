import { botHealth } from '../checks/bot-health.ts';
import { platformMetrics } from '../checks/platform-metrics.ts';
import { cpu } from '../checks/cpu.ts';
import { appLogErrors } from '../checks/app-log-errors.ts';
import { celeryWorkers } from '../checks/celery-workers.ts';
import { databaseCounters } from '../checks/database/database-counters.ts';
import { databaseSessions } from '../checks/database/database-sessions.ts';
import { failedLogins } from '../checks/failed-logins.ts';
import { loginAttempts } from '../checks/records/login-attempts.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { redis } from '../checks/redis.ts';
import { stuckJobs } from '../checks/records/stuck-jobs.ts';
import { tableActivity } from '../checks/database/table-activity.ts';
import { suspicious } from '../checks/logs/suspicious.ts';
import { services } from '../checks/services.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What the day has left behind: load of the database, work that waits, who came in. */
export const dailyEvening = defineChecklist({
  id: 'daily-evening',
  title: 'Evening checklist',
  procedures: ['S2'],
  cron: '0 18 * * *',
  on: 'business days',
  items: [
    services,
    databaseSessions,
    databaseCounters,
    tableActivity,
    celeryWorkers,
    queueDepth,
    stuckJobs,
    redis,
    appLogErrors,
    loginAttempts,
    failedLogins,
    suspicious,
    platformMetrics,
    cpu,
    botHealth,
  ],
});
