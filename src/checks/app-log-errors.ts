import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreignCode } from '../lib/foreign.ts';
import { count, duration, metLimit, minute, percent, plural } from '../lib/words.ts';
import type { AppLogReview, LogGroup } from '../ports/platform.ts';
import { AskedWindow, reach, windowOf } from './window.ts';
import type { Window } from './window.ts';

const SHOWN = 5;

export const appLogErrors = defineCheck({
  id: 'app-log-errors',
  title: 'Errors of the application',
  why: 'Counts records of level ERROR in the last 24 hours; the word itself stands in many harmless lines.',
  procedures: ['S10', 'S103', 'S104'],
  limits: z.object({
    warn: z.number().default(10).describe('errors in 24 h'),
    critical: z.number().default(500).describe('errors in 24 h'),
    unknownPercent: z.number().default(20).describe('percent of lines in no known format from which the log cannot be judged'),
  }),
  needs: ['logs'],
  asked: AskedWindow.extend({ level: z.enum(['error', 'warning']).optional() }),
  async probe({ logs, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    return { review: await logs.app(since, signal), since, now, ...window, ...(asked?.level === 'warning' && { withWarnings: true }) };
  },
  samples: ({ review: { lines, byLevel } }) => (lines === 0 ? [] : [{ metric: 'app-errors', subject: '', value: errorsIn(byLevel) }]),
  judge,
});

interface Measure extends Window {
  readonly review: AppLogReview;
  readonly since: Date;
  readonly now: Date;
  /** Somebody wants to see what was only a warning, too. */
  readonly withWarnings?: true;
}

interface Limits {
  readonly warn: number;
  readonly critical: number;
  readonly unknownPercent: number;
}

function judge(measure: Measure, { warn, critical, unknownPercent }: Limits): readonly Finding[] {
  const { review, withWarnings } = measure;
  const { lines, unparsed, byLevel, errors, warnings } = review;
  const strange = lines + unparsed === 0 ? 0 : (100 * unparsed) / (lines + unparsed);
  if (strange >= unknownPercent) {
    const summary = `Errors of the application: unknown, ${percent(strange)} of its log is in no known format (limit ${percent(unknownPercent)}).`;
    return [{ status: 'unknown', summary }];
  }
  if (lines === 0)
    return [{ status: 'unknown', summary: `Errors of the application: unknown, its log has no line of the last ${reach(measure)}.` }];
  const threshold = { warn, critical };
  const total = errorsIn(byLevel);
  const status = grade(total, threshold);
  const often = errors[0] && total > 1 ? ` The most frequent (${count(errors[0].count)}): ${foreignCode(errors[0].sample, 120)}.` : '';
  return [
    {
      status,
      summary: `${plural(total, 'error')} in ${howFar(measure)}${metLimit(status, threshold, count)}, in ${plural(errors.length, 'kind')}.${often}`,
      measure: { value: total, unit: 'count' },
      threshold,
      evidence: errors.slice(0, SHOWN).map(lineOf),
    },
    ...(withWarnings ? [warned(byLevel['WARNING'] ?? 0, warnings)] : []),
  ];
}

function errorsIn(byLevel: AppLogReview['byLevel']): number {
  return (byLevel['ERROR'] ?? 0) + (byLevel['CRITICAL'] ?? 0);
}

function lineOf({ count: times, last, sample }: LogGroup): string {
  return `${count(times)} ×, last ${minute(last)}: ${foreignCode(sample, 200)}`;
}

function warned(total: number, warnings: readonly LogGroup[]): Finding {
  const summary = `${plural(total, 'warning')} besides, in ${plural(warnings.length, 'kind')}.`;
  return {
    status: 'ok',
    subject: 'warnings',
    summary,
    measure: { value: total, unit: 'count' },
    evidence: warnings.slice(0, SHOWN).map(lineOf),
  };
}

/** How far the log goes back, so that a young log does not look like a quiet day. */
function howFar({ review: { since: oldest }, since, now, ...window }: Measure): string {
  if (oldest === undefined || oldest.getTime() <= since.getTime() + 3_600_000) return `the last ${reach(window)}`;
  return `the last ${duration(now.getTime() - oldest.getTime())} (the log does not reach back ${reach(window)})`;
}
