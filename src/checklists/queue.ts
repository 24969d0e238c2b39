import { celeryWorkers } from '../checks/celery-workers.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { stuckJobs } from '../checks/records/stuck-jobs.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Whether somebody takes the work, what waits, and what hangs. */
export const queue = defineChecklist({ id: 'queue', title: 'Queue', items: [celeryWorkers, queueDepth, stuckJobs] });
