import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreignCode } from '../lib/foreign.ts';
import { count, list, metLimit, percent, plural } from '../lib/words.ts';
import type { AccessLogReview } from '../ports/platform.ts';
import { AskedWindow, reach, windowOf } from './window.ts';
import type { Window } from './window.ts';

const SHOWN = 5;

type Measure = AccessLogReview & Window;

const Limits = z.object({
  warn: z.number().default(1).describe('percent of the requests answered with 5xx'),
  critical: z.number().default(5).describe('percent of the requests answered with 5xx'),
  requests: z.number().default(100).describe('requests from which a share says something'),
  unknownPercent: z.number().default(20).describe('percent of lines in no known format from which the log cannot be judged'),
});

export const nginxErrors = defineCheck({
  id: 'nginx-errors',
  title: 'Errors of the web server',
  why: 'The share of requests that the platform could not serve, by the status field and not by any number in a line.',
  procedures: ['S11'],
  limits: Limits,
  needs: ['logs'],
  asked: AskedWindow,
  async probe({ logs, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    return { ...(await logs.nginx(since, signal)), ...window };
  },
  samples: ({ requests, byClass, windowMs }) =>
    requests === 0 || windowMs !== undefined ? [] : [{ metric: 'error-rate', subject: '', value: (100 * byClass['5xx']) / requests }],
  judge,
});

function judge(review: Measure, limits: z.output<typeof Limits>): readonly Finding[] {
  const { requests, unparsed, byClass, worstPaths } = review;
  const strange = requests + unparsed === 0 ? 0 : (100 * unparsed) / (requests + unparsed);
  if (strange >= limits.unknownPercent) {
    const summary = `Errors of the web server: unknown, ${percent(strange)} of its log is in no known format (limit ${percent(limits.unknownPercent)}).`;
    return [{ status: 'unknown', summary }];
  }
  if (requests === 0)
    return [{ status: 'unknown', summary: `Errors of the web server: unknown, its log has no request of the last ${reach(review)}.` }];
  const threshold = { warn: limits.warn, critical: limits.critical };
  const failedPercent = Math.round((1000 * byClass['5xx']) / requests) / 10;
  const graded = grade(failedPercent, threshold);
  const isMany = requests >= limits.requests;
  const status = isMany ? graded : ofFew(graded);
  const few = `, too few to judge (fewer than ${count(limits.requests)})`;
  return [
    {
      status,
      summary: `${percent(failedPercent)} of ${plural(requests, 'request')} in ${reach(review)} failed with 5xx${isMany ? metLimit(status, threshold, percent) : few}${refused(review)}.`,
      measure: { value: failedPercent, unit: 'percent' },
      threshold,
      evidence: worstPaths
        .slice(0, SHOWN)
        .map(({ path, status: code, count: times }) => `${count(times)} × ${code}: ${foreignCode(path, 150)}`),
    },
  ];
}

/** Of a few requests one failure is a large share and no alarm; but where most fail it is worth a look. */
function ofFew(graded: 'ok' | 'warn' | 'critical'): 'ok' | 'warn' {
  return graded === 'critical' ? 'warn' : 'ok';
}

/** Client errors apart, since each means something else: wrong login, wrong address, lost patience, anything else. */
function refused({ byClass, byStatus }: AccessLogReview): string {
  const of = (...codes: readonly string[]): number => codes.reduce((sum, code) => sum + (byStatus[code] ?? 0), 0);
  const known = [
    { name: '401 or 403', times: of('401', '403') },
    { name: '404', times: of('404') },
    { name: '499', times: of('499') },
  ];
  const others = byClass['4xx'] - known.reduce((sum, { times }) => sum + times, 0);
  const named = [...known, { name: 'other 4xx', times: others }].filter(({ times }) => times > 0);
  return named.length === 0 ? '' : `; besides ${list(named.map(({ name, times }) => `${count(times)} × ${name}`))}`;
}
