import { z } from 'zod';
import type { Unit } from './finding.ts';

/** The numbers that are kept over time, and how they are said. */
export const metrics = {
  'disk-used': { title: 'Disk', unit: 'percent', of: 'mount', grows: true },
  'database-size': { title: 'Database size', unit: 'bytes', of: undefined, grows: true },
  'table-size': { title: 'Table size', unit: 'bytes', of: 'table', grows: true },
  'table-changes': { title: 'Rows written', unit: 'count', of: 'table', grows: true },
  'queue-depth': { title: 'Messages waiting', unit: 'count', of: 'queue', grows: false },
  'error-rate': { title: 'Requests that failed in 24 h', unit: 'percent', of: undefined, grows: false },
  'app-errors': { title: 'Errors of the application in 24 h', unit: 'count', of: undefined, grows: false },
  'jobs-ended': { title: 'Jobs ended a day', unit: 'count', of: undefined, grows: false },
  'api-latency': { title: 'Answer time of the API', unit: 'ms', of: undefined, grows: false },
  'container-memory': { title: 'Memory of a container', unit: 'percent', of: 'container', grows: false },
  'backup-size': { title: 'Backup size', unit: 'bytes', of: undefined, grows: true },
} as const satisfies Readonly<Record<string, Kept>>;

interface Kept {
  readonly title: string;
  readonly unit: Unit;
  readonly of: string | undefined;
  /** It piles up, so two periods are compared by what was added in each, and else by their means. */
  readonly grows: boolean;
}

export type Metric = keyof typeof metrics;

/** One number of the past. */
export const Point = z.object({ subject: z.string(), at: z.date(), value: z.number() });
export type Point = z.infer<typeof Point>;
