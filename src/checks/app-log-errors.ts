import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreignCode } from '../lib/foreign.ts';
import { count, duration, metLimit, minute, percent, plural } from '../lib/words.ts';
import type { AppLogReview } from '../ports/platform.ts';

const WINDOW_MS = 24 * 3_600_000;
const SHOWN = 5;

export const appLogErrors = defineCheck({
  id: 'app-log-errors',
  title: 'Errors of the application',
  why: 'Counts records of level ERROR in the last 24 hours; the word itself stands in many harmless lines.',
  procedures: ['S10'],
  limits: z.object({
    warn: z.number().default(10).describe('errors in 24 h'),
    critical: z.number().default(500).describe('errors in 24 h'),
    unknownPercent: z.number().default(20).describe('percent of lines in no known format from which the log cannot be judged'),
  }),
  needs: ['logs'],
  probe: async ({ logs, now, signal }) => {
    const since = new Date(now.getTime() - WINDOW_MS);
    return { review: await logs.app(since, signal), since, now };
  },
  samples: ({ review: { lines, byLevel } }) => (lines === 0 ? [] : [{ metric: 'app-errors', subject: '', value: errorsIn(byLevel) }]),
  judge,
});

interface Measure {
  readonly review: AppLogReview;
  readonly since: Date;
  readonly now: Date;
}

interface Limits {
  readonly warn: number;
  readonly critical: number;
  readonly unknownPercent: number;
}

function judge({ review, since, now }: Measure, { warn, critical, unknownPercent }: Limits): readonly Finding[] {
  const { lines, unparsed, byLevel, errors } = review;
  const strange = lines + unparsed === 0 ? 0 : (100 * unparsed) / (lines + unparsed);
  if (strange >= unknownPercent) {
    const summary = `Errors of the application: unknown, ${percent(strange)} of its log is in no known format (limit ${percent(unknownPercent)}).`;
    return [{ status: 'unknown', summary }];
  }
  if (lines === 0) return [{ status: 'unknown', summary: 'Errors of the application: unknown, its log has no line of the last 24 h.' }];
  const threshold = { warn, critical };
  const total = errorsIn(byLevel);
  const status = grade(total, threshold);
  const often = errors[0] && total > 1 ? ` The most frequent (${count(errors[0].count)}): ${foreignCode(errors[0].sample, 120)}.` : '';
  return [
    {
      status,
      summary: `${plural(total, 'error')} in ${reach(review, since, now)}${metLimit(status, threshold, count)}, in ${plural(errors.length, 'kind')}.${often}`,
      measure: { value: total, unit: 'count' },
      threshold,
      evidence: errors
        .slice(0, SHOWN)
        .map((group) => `${count(group.count)} ×, last ${minute(group.last)}: ${foreignCode(group.sample, 200)}`),
    },
  ];
}

function errorsIn(byLevel: AppLogReview['byLevel']): number {
  return (byLevel['ERROR'] ?? 0) + (byLevel['CRITICAL'] ?? 0);
}

/** How far the log goes back, so that a young log does not look like a quiet day. */
function reach({ since: oldest }: AppLogReview, since: Date, now: Date): string {
  if (oldest === undefined || oldest.getTime() <= since.getTime() + 3_600_000) return 'the last 24 h';
  return `the last ${duration(now.getTime() - oldest.getTime())} (the log does not reach back 24 h)`;
}
