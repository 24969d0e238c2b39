import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { unlessAbsent } from '../../core/errors.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { count, percent, plural } from '../../lib/words.ts';

const NOW_MS = 10 * 60_000;
const BEFORE_MS = 60 * 60_000;

const Limits = z.object({
  warn: z.number().default(1).describe('percent of the requests of ten minutes answered with 5xx'),
  critical: z.number().default(5).describe('percent of the requests of ten minutes answered with 5xx'),
  requests: z.number().default(20).describe('requests in ten minutes from which a share says something'),
  errors: z.number().default(5).describe('errors of the application in ten minutes'),
  times: z.number().default(2).describe('times as many as in the hour before, from which it has become worse'),
});
type Limits = z.output<typeof Limits>;

interface Requests {
  readonly requests: number;
  readonly failed: number;
}

/** The last ten minutes, and all of the hour before them; a log that is not configured is left out. */
interface Measure {
  readonly web?: { readonly now: Requests; readonly before: Requests };
  readonly application?: { readonly now: number; readonly before: number };
}

/** What is to be watched after a change: not whether there are errors, but whether there are more. */
export const errorRate = defineCheck({
  id: 'error-rate',
  title: 'Errors now and before',
  why: 'After a change it matters whether there are more errors than in the hour before it, and not how many there were all day.',
  procedures: ['S97'],
  limits: Limits,
  needs: ['logs'],
  async probe({ logs, now, signal }): Promise<Measure> {
    const webIn = (ms: number) =>
      logs.nginx(new Date(now.getTime() - ms), signal).then(({ requests, byClass }) => ({ requests, failed: byClass['5xx'] }));
    const errorsIn = (ms: number) =>
      logs.app(new Date(now.getTime() - ms), signal).then(({ errors }) => errors.reduce((sum, group) => sum + group.count, 0));
    const webs = bothOf(webIn);
    const [web, application] = await Promise.all([unlessAbsent(webs), unlessAbsent(bothOf(errorsIn))]);
    // With neither of them it is said what is missing.
    if (!web && !application) await webs;
    return {
      ...(web && {
        web: { now: web.now, before: { requests: less(web.all.requests, web.now.requests), failed: less(web.all.failed, web.now.failed) } },
      }),
      ...(application && { application: { now: application.now, before: less(application.all, application.now) } }),
    };
  },
  judge: ({ web, application }, limits) => [...(web ? [served(web, limits)] : []), ...(application ? [logged(application, limits)] : [])],
});

/** Both are read at once, and what is written between counts in one only. */
function less(all: number, now: number): number {
  return Math.max(0, all - now);
}

async function bothOf<Value>(read: (ms: number) => Promise<Value>): Promise<{ readonly now: Value; readonly all: Value }> {
  const [now, all] = await Promise.all([read(NOW_MS), read(NOW_MS + BEFORE_MS)]);
  return { now, all };
}

function served({ now, before }: NonNullable<Measure['web']>, limits: Limits): Finding {
  const subject = 'web server';
  if (now.requests < limits.requests) {
    const summary = `Whether requests fail now is unknown: there were ${plural(now.requests, 'request')} in the last 10 min (fewer than ${count(limits.requests)}).`;
    return { status: 'unknown', subject, summary };
  }
  const [share, shareBefore] = [shareOf(now), shareOf(before)];
  const graded = grade(share, limits);
  const isWorse = share >= limits.times * shareBefore;
  // As many as before were not brought by a change, but they are errors all the same.
  const status = graded === 'critical' && !isWorse ? 'warn' : graded;
  return {
    status,
    subject,
    summary: `${percent(share)} of ${plural(now.requests, 'request')} in the last 10 min failed with 5xx, ${percent(shareBefore)} of ${count(before.requests)} in the hour before${status === 'ok' ? '' : ` (warn ${percent(limits.warn)}, critical ${percent(limits.critical)})`}.`,
    measure: { value: share, unit: 'percent' },
    threshold: { warn: limits.warn, critical: limits.critical },
    ...(status !== 'ok' && { remedies: [{ kind: 'line', label: 'Which ones', line: 'logs nginx --since 1h' }] }),
  };
}

function logged({ now, before }: NonNullable<Measure['application']>, limits: Limits): Finding {
  const usual = before / (BEFORE_MS / NOW_MS);
  const isWorse = now >= limits.errors && now >= limits.times * usual;
  return {
    status: isWorse ? 'warn' : 'ok',
    subject: 'application',
    summary: `${plural(now, 'error')} of the application in the last 10 min, ${Number(usual.toFixed(1))} in ten minutes of the hour before${isWorse ? ` (warn ${count(limits.errors)})` : ''}.`,
    measure: { value: now, unit: 'count' },
    ...(isWorse && { remedies: [{ kind: 'line', label: 'Which ones', line: 'logs app --since 1h' }] }),
  };
}

function shareOf({ requests, failed }: Requests): number {
  return requests === 0 ? 0 : Math.round((1000 * failed) / requests) / 10;
}
