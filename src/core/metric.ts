import { z } from 'zod';
import type { Unit } from './finding.ts';

/** The numbers that are kept over time, and how they are said. */
export const metrics = {
  'disk-used': { title: 'Disk', unit: 'percent', of: 'mount' },
  'database-size': { title: 'Database size', unit: 'bytes', of: undefined },
  'table-size': { title: 'Table size', unit: 'bytes', of: 'table' },
  'table-changes': { title: 'Rows written', unit: 'count', of: 'table' },
  'queue-depth': { title: 'Messages waiting', unit: 'count', of: 'queue' },
  'error-rate': { title: 'Requests that failed in 24 h', unit: 'percent', of: undefined },
  'app-errors': { title: 'Errors of the application in 24 h', unit: 'count', of: undefined },
  'jobs-ended': { title: 'Jobs ended a day', unit: 'count', of: undefined },
  'api-latency': { title: 'Answer time of the API', unit: 'ms', of: undefined },
  'backup-size': { title: 'Backup size', unit: 'bytes', of: undefined },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly unit: Unit; readonly of: string | undefined }>>;

export type Metric = keyof typeof metrics;

/** One number of the past. */
export const Point = z.object({ subject: z.string(), at: z.date(), value: z.number() });
export type Point = z.infer<typeof Point>;
