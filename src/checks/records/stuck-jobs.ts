import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { count, plural, seconds } from '../../lib/words.ts';
import type { OpenJobs } from '../../ports/records.ts';

const Limits = z.object({
  warn: z.number().default(1).describe('stuck jobs'),
  critical: z.number().default(20).describe('stuck jobs'),
});

/** Somebody who works on a job writes its progress; an hour without a change is longer than any step of it. */
const stuckSeconds = 3600;

export const stuckJobs = defineCheck({
  id: 'stuck-jobs',
  title: 'Jobs',
  why: 'A job that was running when its worker died stays “running” for ever, and whoever asked for it waits.',
  procedures: ['S18'],
  limits: Limits,
  needs: ['records'],
  probe: ({ records, now, signal }) => records.openJobs(stuckSeconds, now, signal),
  isSampled: true,
  samples: ({ endedLastDay }) => [{ metric: 'jobs-ended', subject: '', value: endedLastDay }],
  judge: (jobs, limits) => [judge(jobs, limits)],
});

function judge({ running, pending, stuck, oldest, endedLastDay }: OpenJobs, threshold: z.output<typeof Limits>): Finding {
  const measure = { value: stuck, unit: 'count' } as const;
  const status = stuck >= threshold.critical ? 'critical' : stuck >= threshold.warn ? 'warn' : 'ok';
  const others = `${count(running)} running, ${count(pending)} pending, ${count(endedLastDay)} ended in a day`;
  if (status === 'ok' || !oldest) return { status: 'ok', summary: `Jobs: ${others}.`, measure, threshold };
  const is = stuck === 1 ? 'has' : 'have';
  return {
    status,
    subject: 'stuck jobs',
    summary: `${plural(stuck, 'job')} ${is} been running without a sign of life for more than ${seconds(stuckSeconds)}, job ${foreignCode(oldest.id, 40)} (${foreign(oldest.kind, 60)}) for ${seconds(oldest.seconds)}; ${others}.`,
    measure,
    threshold,
    remedies: [
      {
        kind: 'advice',
        text: 'See with `queue status` whether a worker is still on them; when none is, mark them as failed in the platform and start them again.',
      },
    ],
  };
}
