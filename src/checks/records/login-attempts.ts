import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { ago, metLimit, plural } from '../../lib/words.ts';
import type { LoginRow } from '../../ports/records.ts';
import { AskedWindow, reach, windowOf } from '../window.ts';
import type { Window } from '../window.ts';

interface Measure extends Window {
  readonly logins: readonly LoginRow[];
  readonly now: Date;
}

const Limits = z.object({
  warn: z.number().default(20).describe('failed logins of one user or from one address'),
  critical: z.number().default(100).describe('failed logins of one user or from one address'),
  guesses: z.number().default(5).describe('failures right before a success that make it suspicious'),
});

/** Where the platform keeps a table of logins; elsewhere `failed-logins` reads its log. */
export const loginAttempts = defineCheck({
  id: 'login-attempts',
  title: 'Logins',
  why: 'A success after many failures is the one line that matters most.',
  procedures: ['S19', 'S113'],
  limits: Limits,
  needs: ['records'],
  asked: AskedWindow,
  async probe({ records, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    return { logins: await records.logins(since, signal), now, ...window };
  },
  judge: (measure, limits) => [...guessed(measure, limits.guesses), ...many(measure, limits), overview(measure)],
});

/** Counts the failures of a user directly before a success. */
function guessed({ logins, now }: Measure, limit: number): readonly Finding[] {
  const failures = new Map<string, number>();
  const found: Finding[] = [];
  for (const { user, ip, at, succeeded } of logins.toReversed()) {
    const before = failures.get(user) ?? 0;
    failures.set(user, succeeded ? 0 : before + 1);
    if (!succeeded || before < limit) continue;
    found.push({
      status: 'critical',
      subject: foreign(user, 64),
      summary: `${foreignCode(user, 64)} logged in ${ago(at, now)} from ${foreignCode(ip, 45)} after ${plural(before, 'failure')}: somebody may have guessed the password.`,
      measure: { value: before, unit: 'count' },
      remedies: [{ kind: 'advice', text: 'Ask them whether it was they; when it was not, switch the user off and open an incident.' }],
    });
  }
  return found.slice(-5);
}

function many({ logins, ...window }: Measure, threshold: { readonly warn: number; readonly critical: number }): readonly Finding[] {
  const failed = logins.filter(({ succeeded }) => !succeeded);
  const found = (['user', 'ip'] as const).flatMap((by) => {
    const counts = new Map<string, number>();
    for (const login of failed) counts.set(login[by], (counts.get(login[by]) ?? 0) + 1);
    return [...counts].map(([name, value]) => ({ by, name, value }));
  });
  return found
    .toSorted((left, right) => right.value - left.value)
    .slice(0, 3)
    .flatMap(({ by, name, value }): readonly Finding[] => {
      const status = grade(value, threshold);
      if (status === 'ok') return [];
      const whose = by === 'user' ? `of ${foreignCode(name, 64)}` : `from ${foreignCode(name, 45)}`;
      const summary = `${plural(value, 'failed login')} ${whose} in ${reach(window)}${metLimit(status, threshold, String)}.`;
      return [
        {
          status,
          subject: foreign(name, 64),
          summary,
          measure: { value, unit: 'count' },
          threshold: { warn: threshold.warn, critical: threshold.critical },
        },
      ];
    });
}

function overview({ logins, now, ...window }: Measure): Finding {
  const failed = logins.filter(({ succeeded }) => !succeeded).length;
  return {
    status: 'ok',
    summary: `${plural(logins.length - failed, 'login')} and ${plural(failed, 'failed one')} in ${reach(window)}${logins.length === 200 ? ', the newest 200 of them' : ''}.`,
    measure: { value: failed, unit: 'count' },
    table: {
      columns: [{ title: 'when' }, { title: 'user' }, { title: 'from' }, { title: 'result' }],
      rows: logins
        .slice(0, 20)
        .map(({ user, ip, at, succeeded }) => [ago(at, now), plain(user, 30), plain(ip, 45), succeeded ? 'in' : 'failed']),
    },
  };
}
