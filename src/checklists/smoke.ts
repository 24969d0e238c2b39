import { apiDetailed } from '../checks/api-detailed.ts';
import { apiHealth } from '../checks/api-health.ts';
import { celeryWorkers } from '../checks/celery-workers.ts';
import { errorRate } from '../checks/logs/error-rate.ts';
import { missingTables } from '../checks/missing-tables.ts';
import { platformMetrics } from '../checks/platform-metrics.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { services } from '../checks/services.ts';
import { stuckJobs } from '../checks/records/stuck-jobs.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Whether the platform does what it is for after something was changed: the API logs in and reads, workers take work, errors do not grow. */
export const smoke = defineChecklist({
  id: 'smoke',
  title: 'After a change',
  items: [services, apiHealth, apiDetailed, platformMetrics, missingTables, celeryWorkers, queueDepth, stuckJobs, errorRate],
  steps: [
    {
      id: 'try',
      title: 'Do what users do: log in, look at a domain, start a small job and see that it ends',
      procedures: ['S97'],
      days: 0,
    },
    { id: 'watch', title: 'Run this again after ten minutes, and see that errors have not become more', procedures: ['S97'], days: 0 },
  ],
});
