import type { Finding } from '../core/finding.ts';
import { marks } from './marks.ts';

/**
 * What was seen in the end, a line each. What somebody called off is told as it stands: that it is not there is no alarm.
 * A finding that is the reason of the end was said with the end.
 */
export function receiptLines(
  found: readonly Pick<Finding, 'status' | 'summary'>[],
  end: { readonly outcome?: unknown; readonly why?: unknown } = {},
): string {
  return found
    .filter(({ summary }) => summary !== `${String(end.why)}.`)
    .map(({ status, summary }) => `${end.outcome === 'cancelled' ? '•' : marks[status]} ${summary}`)
    .join('\n');
}
