import { redis } from '../checks/redis.ts';
import { redisMemory } from '../checks/redis/redis-memory.ts';
import { defineChecklist } from '../core/checklist.ts';

/** Whether Redis keeps what it gets, and what it takes for it. */
export const redisStatus = defineChecklist({ id: 'redis-status', title: 'Redis status', items: [redis, redisMemory] });
