import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { periodOf } from '../../core/period.ts';
import type { Period } from '../../core/period.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { count, metLimit, percent, plural, seconds } from '../../lib/words.ts';
import type { JobKind, JobStatistics } from '../../ports/records.ts';

const Limits = z.object({
  warn: z.number().default(10).describe('percent of the ended jobs of a kind that failed'),
  critical: z.number().default(50).describe('percent of the ended jobs of a kind that failed'),
  least: z.number().default(20).describe('ended jobs below which a share is chance'),
});

interface Measure extends JobStatistics {
  readonly period: Period;
  readonly before: { readonly period: Period; readonly kinds: readonly JobKind[] };
  readonly isOver: boolean;
}

/** Means hide the slow ones, so the middle and the slowest twentieth are shown. */
export const jobStatistics = defineCheck({
  id: 'job-statistics',
  title: 'Job statistics',
  why: 'What share of the work comes to a good end, and how long people wait for it.',
  procedures: ['S48'],
  limits: Limits,
  needs: ['records'],
  asked: z.object({ back: z.number().int().min(0).max(24).optional(), period: z.enum(['month', 'quarter']).optional() }),
  async probe({ records, now, zone = 'UTC', signal }, asked): Promise<Measure> {
    const [kind, back] = [asked?.period ?? 'month', asked?.back ?? 0];
    const [period, earlier] = [periodOf(kind, now, zone, back), periodOf(kind, now, zone, back + 1)];
    const own = await records.jobs(period.from, period.to, signal);
    const { kinds } = await records.jobs(earlier.from, earlier.to, signal);
    return { ...own, period, before: { period: earlier, kinds }, isOver: period.to <= now };
  },
  judge: (measure, limits) => [...failing(measure.kinds, limits), overview(measure)],
});

function failedPercent({ failed, completed }: JobKind): number {
  return failed + completed === 0 ? 0 : (100 * failed) / (failed + completed);
}

function failing(kinds: readonly JobKind[], { warn, critical, least }: z.output<typeof Limits>): readonly Finding[] {
  const threshold = { warn, critical };
  return kinds.flatMap((kind): readonly Finding[] => {
    const value = Math.round(failedPercent(kind));
    const status = kind.failed + kind.completed < least ? 'ok' : grade(value, threshold);
    if (status === 'ok') return [];
    return [
      {
        status,
        subject: foreign(kind.kind, 60),
        summary: `${percent(value)} of the jobs of kind ${foreignCode(kind.kind, 60)} failed${metLimit(status, threshold, percent)}: ${count(kind.failed)} of ${count(kind.failed + kind.completed)}.`,
        measure: { value, unit: 'percent' },
        threshold,
        remedies: [{ kind: 'line', label: 'Errors of the log', line: 'logs app' }],
      },
    ];
  });
}

interface Sum {
  readonly total: number;
  /** How many of the ended ones came to a good end; undefined: none ended. */
  readonly succeeded: string | undefined;
}

function sumOf(kinds: readonly JobKind[]): Sum {
  const sum = (of: (kind: JobKind) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  const [completed, failed] = [sum((kind) => kind.completed), sum((kind) => kind.failed)];
  const ended = completed + failed;
  return { total: sum((kind) => kind.total), succeeded: ended === 0 ? undefined : percent((100 * completed) / ended) };
}

function overview({ kinds, period, before, isOver, isApproximate, withArchive }: Measure): Finding {
  const { total, succeeded } = sumOf(kinds);
  const earlier = sumOf(before.kinds);
  const share = succeeded === undefined ? 'none of them ended' : `${succeeded} of the ended ones succeeded`;
  const then = `${before.period.label}: ${earlier.total === 0 ? 'none' : count(earlier.total)}${earlier.succeeded === undefined ? '' : `, ${earlier.succeeded}`}`;
  const notes = [
    ...(isOver ? [] : ['not over yet']),
    ...(withArchive ? ['with the archive'] : []),
    ...(isApproximate ? ['durations are to the last change of the row, since the platform notes no end'] : []),
  ];
  const number = (title: string) => ({ title, is: 'number' as const });
  const wait = (value: number | null): string => (value === null ? '' : seconds(value));
  return {
    status: 'ok',
    summary: `${period.label}: ${plural(total, 'job')}, ${share} (${[then, ...notes].join('; ')}).`,
    measure: { value: total, unit: 'count' },
    table: {
      columns: [
        { title: 'kind' },
        number('jobs'),
        number('completed'),
        number('failed'),
        number('open'),
        number('median'),
        number('95 % within'),
      ],
      rows: kinds.map((kind) => [
        plain(kind.kind, 40),
        count(kind.total),
        count(kind.completed),
        count(kind.failed),
        count(kind.open),
        wait(kind.medianSeconds),
        wait(kind.p95Seconds),
      ]),
    },
  };
}
