import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { foreignCode } from '../../lib/foreign.ts';
import { duration, metLimit, plural } from '../../lib/words.ts';
import type { Statements } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';
import { statementTable } from './statement-table.ts';
import { incomplete, noneAmong } from './top-queries.ts';

const Limits = z.object({
  warn: z.number().default(100).describe('ms of the mean'),
  critical: z.number().default(1000).describe('ms of the mean'),
  calls: z.number().default(5).describe('calls below which a mean is chance'),
});

interface Measure extends Statements {
  readonly now: Date;
  /** Somebody asks for those above this mean, whatever the limits say. */
  readonly aboveMs?: number;
}

export const slowQueries = defineCheck({
  id: 'slow-queries',
  title: 'Slow queries',
  why: 'The API serves one request at a time: one slow query makes everybody wait.',
  procedures: ['S29', 'S60'],
  limits: Limits,
  needs: ['statistics'],
  asked: z.object({ ms: z.number().min(0).max(3_600_000).optional() }),
  probe: async ({ statistics, now, signal }, asked): Promise<Measure> => ({
    ...(await statistics.statements({ by: 'mean', minMeanMs: asked?.ms ?? 1, limit: 20 }, signal)),
    now,
    ...(asked?.ms === undefined ? {} : { aboveMs: asked.ms }),
  }),
  judge: (measure, limits) => [...judge(measure, limits), ...incomplete(measure)],
});

function judge(measure: Measure, { warn, critical, calls: least }: z.output<typeof Limits>): readonly Finding[] {
  const threshold = { warn, critical };
  const above = measure.aboveMs ?? warn;
  const slow = measure.statements.filter(({ meanMs, calls }) => meanMs >= above && calls >= least);
  const worst = slow[0];
  const counting = countedSince(measure, measure.now);
  if (!worst) return noneAmong(measure, `No query takes ${duration(above)} on average, ${counting}.`);
  const status = grade(worst.meanMs, threshold);
  const others = slow.length === 1 ? '' : `, and ${plural(slow.length - 1, 'more query', 'more queries')} above ${duration(above)}`;
  return [
    {
      status,
      subject: 'slowest query',
      summary: `${foreignCode(worst.text, 90)} takes ${duration(worst.meanMs)} on average${metLimit(status, threshold, duration)}, ${plural(worst.calls, 'call')}${others}, ${counting}.`,
      measure: { value: Math.round(worst.meanMs), unit: 'ms' },
      threshold,
      table: statementTable(slow),
      remedies: [{ kind: 'advice', text: 'See its plan with EXPLAIN: what it lacks is mostly an index.' }],
    },
  ];
}
