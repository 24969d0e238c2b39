import { describe, expect, test } from 'vitest';
import { auditLog } from '../../../src/checks/records/audit-log.ts';
import { jobStatistics } from '../../../src/checks/records/job-statistics.ts';
import { loginAttempts } from '../../../src/checks/records/login-attempts.ts';
import { stuckJobs } from '../../../src/checks/records/stuck-jobs.ts';
import { usage } from '../../../src/checks/records/usage.ts';
import { userReview } from '../../../src/checks/records/user-review.ts';
import { periodOf } from '../../../src/core/period.ts';
import type { JobKind, LoginRow, OpenJobs, PlatformUser } from '../../../src/ports/records.ts';
import { judged, seen } from '../judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const november = periodOf('month', now, 'UTC');
const october = periodOf('month', now, 'UTC', 1);

describe('users', () => {
  const user = (given: Partial<PlatformUser>): PlatformUser => ({ name: 'amara', isActive: true, createdAt: ago(200), ...given });
  const say = (...users: readonly PlatformUser[]) => seen(judged(userReview, { users, now }));

  test('all is well', () => {
    expect(say(user({}), user({ name: 'bjorn', isActive: false }))).toEqual([
      ['ok', '1 active user, 1 switched off, none is new; the platform notes no last login.'],
    ]);
  });

  test('the default password comes first, but not of somebody who is switched off', () => {
    expect(say(user({ name: 'admin', hasDefaultPassword: true }))[0]).toEqual([
      'critical',
      'The user `admin` still has the password that the platform gives and everybody knows.',
    ]);
    expect(say(user({ name: 'admin', hasDefaultPassword: true, isActive: false }))).toHaveLength(1);
  });

  test('somebody new is named, and who was long not seen', () => {
    expect(
      say(
        user({ createdAt: ago(2), lastLogin: ago(1) }),
        user({ name: 'old', lastLogin: ago(120) }),
        user({ name: 'never', lastLogin: null }),
      ),
    ).toEqual([
      ['warn', '2 active users did not log in for 90 days: `old` and `never`.'],
      ['ok', '3 active users, 0 switched off, new in 7 days: `amara`.'],
    ]);
  });

  test('somebody who was made yesterday and has not logged in yet is no question', () => {
    expect(say(user({ createdAt: ago(1), lastLogin: null }))).toHaveLength(1);
  });

  test('a name cannot mention anybody', () => {
    expect(say(user({ name: '`<!channel>', createdAt: ago(1) }))[0]?.[1]).not.toContain('<!channel>');
  });
});

describe('open jobs', () => {
  const jobs: OpenJobs = { running: 3, pending: 2, stuck: 0, endedLastDay: 412 };

  test.each<[string, Partial<OpenJobs>, string, string]>([
    ['none stuck', {}, 'ok', 'Jobs: 3 running, 2 pending, 412 ended in a day.'],
    [
      'one stuck',
      { stuck: 1, oldest: { id: '77', kind: 'enumeration', seconds: 7200 } },
      'warn',
      '1 job has been running without a sign of life for more than 1 h, job `77` (enumeration) for 2 h; 3 running, 2 pending, 412 ended in a day.',
    ],
    ['many stuck', { stuck: 20, oldest: { id: '77', kind: 'x', seconds: 7200 } }, 'critical', '20 jobs have been running'],
  ])('%s', (_, given, status, words) => {
    expect(seen(judged(stuckJobs, { ...jobs, ...given }))).toEqual([[status, expect.stringContaining(words)]]);
  });

  test('how many ended is kept', () => {
    expect(stuckJobs.samples?.(jobs)).toEqual([{ metric: 'jobs-ended', subject: '', value: 412 }]);
  });
});

describe('logins', () => {
  const login = (minutes: number, succeeded: boolean, given: Partial<LoginRow> = {}): LoginRow => ({
    user: 'amara',
    ip: '10.0.0.1',
    at: new Date(now.getTime() - minutes * 60_000),
    succeeded,
    ...given,
  });

  test('all is well', () => {
    expect(seen(judged(loginAttempts, { logins: [login(5, true), login(6, false)], now }))).toEqual([
      ['ok', '1 login and 1 failed one in 24 h.'],
    ]);
  });

  test('a success after five failures is critical', () => {
    const logins = [login(1, true), ...[2, 3, 4, 5, 6].map((minutes) => login(minutes, false))];

    expect(seen(judged(loginAttempts, { logins, now }))[0]).toEqual([
      'critical',
      '`amara` logged in 60 s ago from `10.0.0.1` after 5 failures: somebody may have guessed the password.',
    ]);
  });

  test('failures of others before it do not count', () => {
    const logins = [login(1, true), ...[2, 3, 4, 5, 6].map((minutes) => login(minutes, false, { user: 'bjorn' }))];

    expect(seen(judged(loginAttempts, { logins, now })).map(([status]) => status)).toEqual(['ok']);
  });

  test('many failures are named by user and by address', () => {
    const logins = Array.from({ length: 25 }, (_, index) => login(index, false));

    expect(seen(judged(loginAttempts, { logins, now, windowMs: 3_600_000 }))).toEqual([
      ['warn', '25 failed logins of `amara` in 1 h (warn 20).'],
      ['warn', '25 failed logins from `10.0.0.1` in 1 h (warn 20).'],
      ['ok', '0 logins and 25 failed ones in 1 h.'],
    ]);
  });
});

describe('the audit log', () => {
  const rows = [{ action: 'update `<!channel>', who: '1', at: ago(1) }];

  test('is counted, and says when it is not a whole one', () => {
    expect(seen(judged(auditLog, { table: 'llm_provider_audit_logs', total: 1, rows, now }))).toEqual([
      ['ok', '1 row in `llm_provider_audit_logs` in 24 h, the only audit log that this platform keeps.'],
    ]);
    expect(seen(judged(auditLog, { table: 'audit_log', total: 0, rows: [], now }))).toEqual([['ok', '0 rows in `audit_log` in 24 h.']]);
  });
});

describe('job statistics', () => {
  const kind = (given: Partial<JobKind>): JobKind => ({
    kind: 'enumeration',
    total: 100,
    completed: 95,
    failed: 5,
    open: 0,
    medianSeconds: 60,
    p95Seconds: 240,
    ...given,
  });
  const say = (kinds: readonly JobKind[], isOver = true) =>
    judged(jobStatistics, { kinds, isApproximate: true, withArchive: false, period: november, before, isOver });
  const before = { period: october, kinds: [kind({ total: 90, completed: 40, failed: 40 })] };

  test.each<[string, Partial<JobKind>, readonly string[]]>([
    ['few fail', {}, ['ok']],
    ['some fail', { completed: 80, failed: 20 }, ['warn', 'ok']],
    ['most fail', { completed: 20, failed: 80 }, ['critical', 'ok']],
    ['one of two fails', { completed: 1, failed: 1 }, ['ok']],
  ])('%s', (_, given, statuses) => {
    expect(say([kind(given)]).map(({ status }) => status)).toEqual(statuses);
  });

  test('the month is named, and what about it is not exact', () => {
    expect(seen(say([kind({})], false))).toEqual([
      [
        'ok',
        'November 2026: 100 jobs, 95 % of the ended ones succeeded (October 2026: 90, 50 %; not over yet; durations are to the last change of the row, since the platform notes no end).',
      ],
    ]);
    expect(say([kind({})])[0]?.table?.rows).toEqual([['enumeration', '100', '95', '5', '0', '60 s', '4 min']]);
  });

  test('an empty month is an answer', () => {
    expect(seen(say([]))).toEqual([['ok', expect.stringContaining('0 jobs, none of them ended')]]);
  });
});

describe('usage', () => {
  const measure = {
    total: 50_000,
    roots: 900,
    inPeriod: 1200,
    inPeriodBefore: 1000,
    bySource: [{ source: 'crt', total: 40_000, inPeriod: 1100 }],
    period: november,
    before: october,
    isOver: false,
  };

  test('is told against the month before', () => {
    expect(seen(judged(usage, { ...measure, indexedPercent: 40 }))).toEqual([
      [
        'ok',
        'November 2026: 1\u2009200 new domains so far, 120 % of October 2026 (1\u2009000); 50\u2009000 in all, 40 % indexed, under 900 roots.',
      ],
    ]);
  });

  test('says what the platform does not keep by leaving it out', () => {
    expect(seen(judged(usage, { ...measure, roots: 0, inPeriodBefore: 0, active: 7, isOver: true }))).toEqual([
      ['ok', 'November 2026: 1\u2009200 new domains; 50\u2009000 in all, 7 active.'],
    ]);
  });
});
