import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { count, metLimit, minute, plural } from '../lib/words.ts';
import type { AppLogReview } from '../ports/platform.ts';
import { AskedWindow, reach, windowOf } from './window.ts';
import type { Window } from './window.ts';

const SHOWN = 5;

export const failedLogins = defineCheck({
  id: 'failed-logins',
  title: 'Failed logins',
  why: 'The platform keeps no table of logins, so its log is asked; many failures from one address within minutes are somebody guessing.',
  procedures: ['S19', 'S20', 'S105', 'S112', 'S113'],
  limits: z.object({
    warn: z.number().default(5).describe('failed logins from one address in 10 min'),
    critical: z.number().default(20).describe('failed logins from one address in 10 min'),
  }),
  needs: ['logs'],
  asked: AskedWindow,
  async probe({ logs, now, signal }, asked): Promise<Logins> {
    const { since, ...window } = windowOf(now, asked);
    return { ...(await logs.app(since, signal)), ...window };
  },
  judge,
});

interface Threshold {
  readonly warn: number;
  readonly critical: number;
}

type Logins = Pick<AppLogReview, 'failedLogins' | 'loginPeaks' | 'lines'> & Window;

function judge(logins: Logins, threshold: Threshold): readonly Finding[] {
  const { failedLogins: attempts, loginPeaks: peaks, lines } = logins;
  if (lines === 0)
    return [{ status: 'unknown', summary: `Failed logins: unknown, the log of the application has no line of the last ${reach(logins)}.` }];
  const total = attempts.reduce((sum, attempt) => sum + attempt.count, 0);
  const evidence = attempts
    .slice(0, SHOWN)
    .map(({ user, ip, count: times }) => `${count(times)} × ${foreignCode(user, 64) || 'no name'} from ${foreignCode(ip, 45)}`);
  const guessing = peaks.filter(({ attempts: most }) => grade(most, threshold) !== 'ok');
  const found = guessing.slice(0, SHOWN).map(({ ip, attempts: value, until }): Finding => {
    const status = grade(value, threshold);
    const address = foreignCode(ip, 45);
    return {
      status,
      subject: foreign(ip, 45),
      summary: `${plural(value, 'failed login')} from ${address} within 10 min${metLimit(status, threshold, count)}, until ${minute(until)}.`,
      measure: { value, unit: 'count' },
      threshold,
      evidence,
      remedies: [
        {
          kind: 'advice',
          text: 'Behind a proxy this is the address of the proxy: compare it with the log of the web server before you block it.',
        },
      ],
    };
  });
  if (found.length > 0) return found;
  const summary =
    total === 0
      ? `No failed login in ${reach(logins)}.`
      : `${plural(total, 'failed login')} in ${reach(logins)}, never ${threshold.warn} within 10 min from one address.`;
  return [{ status: 'ok', summary, measure: { value: total, unit: 'count' }, threshold, evidence }];
}
