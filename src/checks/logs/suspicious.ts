import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { Absent, OpsError, unlessAbsent } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { count, list, minute, plural } from '../../lib/words.ts';
import type { AccessLogReview, AppLogReview, Suspect } from '../../ports/platform.ts';
import { AskedWindow, reach, windowOf } from '../window.ts';
import type { Window } from '../window.ts';

const SHOWN = 5;

const Limits = z.object({
  names: z.number().default(5).describe('names that one address tries within 10 min'),
  probes: z.number().default(5).describe('requests of one address for what only those ask for who look for a hole'),
});

interface Measure extends Window {
  readonly suspects?: AccessLogReview['suspects'];
  readonly sprays?: AppLogReview['sprays'];
}

export const suspicious = defineCheck({
  id: 'suspicious',
  title: 'Suspicious events',
  why: 'Guessing goes on all day; what matters is who got in after it, who tries one password on everybody, and who looks for holes.',
  procedures: ['S20', 'S112'],
  limits: Limits,
  needs: ['logs'],
  asked: AskedWindow,
  async probe({ logs, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    const [access, app] = await Promise.all([unlessAbsent(logs.nginx(since, signal)), unlessAbsent(logs.app(since, signal))]);
    if (!access && !app) throw new Absent('neither a log of the web server nor one of the application is configured');
    // A log in which nothing can be read proves nothing, and is not named below.
    if ((access?.requests ?? 0) + (app?.lines ?? 0) === 0) throw new OpsError('logs', `the logs have no line of the last ${reach(window)}`);
    return { ...window, ...(access?.requests && { suspects: access.suspects }), ...(app?.lines && { sprays: app.sprays }) };
  },
  judge,
});

function judge(measure: Measure, { names, probes }: z.output<typeof Limits>): readonly Finding[] {
  const { suspects = [], sprays = [] } = measure;
  const found = [
    ...suspects.flatMap(intruder),
    ...sprays.flatMap(({ ip, users, until }): readonly Finding[] => {
      if (users < names) return [];
      return [
        {
          status: 'warn',
          subject: foreign(ip, 45),
          summary: `${foreignCode(ip, 45)} has tried ${plural(users, 'name')} within 10 min (warn ${count(names)}), until ${minute(until)}.`,
          measure: { value: users, unit: 'count' },
          remedies: [{ kind: 'line', label: 'Show logins', line: 'security logins' }],
        },
      ];
    }),
    ...scanners(suspects, probes),
  ];
  if (found.length > 0) return found.slice(0, 2 * SHOWN);
  const seen = list([...(measure.suspects ? ['the web server'] : []), ...(measure.sprays ? ['the application'] : [])]);
  return [
    { status: 'ok', summary: `Nothing suspicious in ${reach(measure)} in the log of ${seen}.`, measure: { value: 0, unit: 'count' } },
  ];
}

function intruder({ ip, entered }: Suspect): readonly Finding[] {
  if (!entered) return [];
  return [
    {
      status: 'critical',
      subject: foreign(ip, 45),
      summary: `${foreignCode(ip, 45)} logged in at ${minute(entered.at)} after ${plural(entered.failures, 'refused login')} within an hour.`,
      measure: { value: entered.failures, unit: 'count' },
      remedies: [
        { kind: 'advice', text: 'If nobody forgot a password: treat the account as taken, and open a security incident.' },
        { kind: 'line', label: 'Review users', line: 'security users' },
      ],
    },
  ];
}

/** They come every day to every address of the internet: one line for all of them, and bad only where they got something. */
function scanners(suspects: readonly Suspect[], probes: number): readonly Finding[] {
  const looking = suspects.filter((suspect) => suspect.probes >= probes);
  const first = looking[0];
  if (!first) return [];
  const value = looking.reduce((sum, suspect) => sum + suspect.probes, 0);
  const answered = looking.reduce((sum, suspect) => sum + suspect.answered, 0);
  const paths = first.paths.map((path) => foreignCode(path, 80));
  return [
    {
      status: answered > 0 ? 'warn' : 'ok',
      summary: `${plural(looking.length, 'address', 'addresses')} looked for holes with ${plural(value, 'request')}, such as ${list(paths)} from ${foreignCode(first.ip, 45)}; ${answered === 0 ? 'none was answered' : `${count(answered)} answered with success`}.`,
      measure: { value, unit: 'count' },
      evidence: looking.slice(0, SHOWN).map((suspect) => `${count(suspect.probes)} × from ${foreignCode(suspect.ip, 45)}`),
      ...(answered > 0 && {
        remedies: [{ kind: 'advice' as const, text: 'See whether those answers were the start page or a file that nobody should have.' }],
      }),
    },
  ];
}
