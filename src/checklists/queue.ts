import { celeryWorkers } from '../checks/celery-workers.ts';
import { queueDepth } from '../checks/queue-depth.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Whether somebody takes the work, and what waits. */
export const queue = defineChecklist({ id: 'queue', title: 'Queue', items: [celeryWorkers, queueDepth] });
