import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import type { ChainState } from '../ports/journal.ts';
import { count, plural } from '../lib/words.ts';

/** The proof behind `log verify`: every row of the log hashed again, from the first to the last. */
export const logChain = defineCheck({
  id: 'log-chain',
  title: 'Hash chain of the log',
  why: 'A row of the log that was changed or taken out afterwards shows as a break in the chain.',
  procedures: ['S120'],
  limits: z.object({}),
  needs: ['journal'],
  // A million rows take half a minute, and some times that on a busy machine; nobody waits for it but its asker.
  timeoutMs: 600_000,
  probe: ({ journal, signal }) => journal.verify(signal),
  judge: (state) => [judge(state)],
});

function judge({ rows, head, brokenAt }: ChainState): Finding {
  if (brokenAt === undefined) {
    if (rows === 0) return { status: 'ok', summary: 'The log is empty.' };
    const summary = `The log is whole up to its last row: ${plural(rows, 'row')}, head \`${head.slice(0, 16)}\`. Note both: that rows were taken off its end only an earlier note shows.`;
    return { status: 'ok', summary };
  }
  return {
    status: 'critical',
    subject: `row ${brokenAt}`,
    summary: `The log was changed: row ${brokenAt} does not follow from the one before it. The ${count(rows)} before it are whole.`,
  };
}
