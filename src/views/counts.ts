import { countByStatus, statuses } from '../core/finding.ts';
import type { Finding, Status } from '../core/finding.ts';
import { marks } from './marks.ts';

/** “🔴 1 critical   🟢 2 ok”. */
export function countLine(counts: Readonly<Record<Status, number>>): string {
  return statuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${marks[status]} ${counts[status]} ${status}`)
    .join('   ');
}

/** “1 critical, 2 warn”, of what is not well; empty where all is. */
export function spoken(found: readonly Finding[]): string {
  const counts = countByStatus(found);
  return (['critical', 'warn', 'unknown'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`)
    .join(', ');
}
