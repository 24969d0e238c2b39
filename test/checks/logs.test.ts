import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatAccess, formatRecord } from '../../sandbox/platform/logs/format.ts';
import { createLogs } from '../../src/adapters/logs/logs.ts';
import { appLogErrors } from '../../src/checks/app-log-errors.ts';
import { failedLogins } from '../../src/checks/failed-logins.ts';
import { errorRate } from '../../src/checks/logs/error-rate.ts';
import { suspicious } from '../../src/checks/logs/suspicious.ts';
import { nginxErrors } from '../../src/checks/nginx-errors.ts';
import { Absent } from '../../src/core/errors.ts';
import type { AccessLogReview, AppLogReview, Suspect } from '../../src/ports/platform.ts';
import { judged, seen, signal } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const since = new Date('2026-11-22T08:00:00Z');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-check-logs-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet: AppLogReview = {
  lines: 5000,
  byLevel: { INFO: 5000 },
  errors: [],
  warnings: [],
  failedLogins: [],
  loginPeaks: [],
  sprays: [],
  unparsed: 3,
  since,
};

function errors(count: number): AppLogReview {
  const sample = 'bigshot.jobs · Job 1 failed';
  return { ...quiet, byLevel: { INFO: 4000, ERROR: count }, errors: [{ count, first: since, last: now, sample }] };
}

test.each<[string, AppLogReview, string, string]>([
  ['no error', quiet, 'ok', '0 errors in the last 24 h, in 0 kinds.'],
  ['a few', errors(9), 'ok', '9 errors in the last 24 h, in 1 kind. The most frequent (9): `bigshot.jobs · Job 1 failed`.'],
  ['many', errors(10), 'warn', '10 errors in the last 24 h (warn 10), in 1 kind. The most frequent (10): `bigshot.jobs · Job 1 failed`.'],
  [
    'very many',
    errors(500),
    'critical',
    '500 errors in the last 24 h (limit 500), in 1 kind. The most frequent (500): `bigshot.jobs · Job 1 failed`.',
  ],
  [
    'a young log',
    { ...quiet, since: new Date('2026-11-23T05:00:00Z') },
    'ok',
    '0 errors in the last 3 h (the log does not reach back 24 h), in 0 kinds.',
  ],
  [
    'another format',
    { ...quiet, lines: 70, unparsed: 30 },
    'unknown',
    'Errors of the application: unknown, 30 % of its log is in no known format (limit 20 %).',
  ],
  [
    'nothing in it',
    { ...quiet, lines: 0, unparsed: 0 },
    'unknown',
    'Errors of the application: unknown, its log has no line of the last 24 h.',
  ],
])('a log of the application with %s', (_, review, status, summary) => {
  expect(seen(judged(appLogErrors, { review, since, now }))).toEqual([[status, summary]]);
});

test('a quoted line mentions nobody and shows no secret', () => {
  const sample = 'bigshot.api · <!channel> password=hunter22 `code`';
  const review = { ...quiet, byLevel: { ERROR: 12 }, errors: [{ count: 12, first: since, last: now, sample }] };

  const text = JSON.stringify(judged(appLogErrors, { review, since, now }));

  expect(text).not.toContain('<!channel>');
  expect(text).not.toContain('hunter22');
  expect(text).toContain('12 ×, last 2026-11-23 08:00 UTC');
});

const access = (byStatus: Readonly<Record<string, number>>, unparsed = 0): AccessLogReview => {
  const of = (digit: string): number =>
    Object.entries(byStatus).reduce((sum, [code, count]) => sum + (code.startsWith(digit) ? count : 0), 0);
  const byClass = { '2xx': of('2'), '3xx': of('3'), '4xx': of('4'), '5xx': of('5'), other: 0 };
  return {
    requests: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    byClass,
    byStatus,
    worstPaths: [],
    suspects: [],
    unparsed,
  };
};

test.each<[string, AccessLogReview, string, string]>([
  ['all well', access({ 200: 4000 }), 'ok', '0 % of 4\u2009000 requests in 24 h failed with 5xx.'],
  ['one in a hundred', access({ 200: 990, 502: 10 }), 'warn', '1 % of 1\u2009000 requests in 24 h failed with 5xx (warn 1 %).'],
  ['one in ten', access({ 200: 900, 500: 100 }), 'critical', '10 % of 1\u2009000 requests in 24 h failed with 5xx (limit 5 %).'],
  [
    'many client errors',
    access({ 200: 300, 401: 200, 403: 1, 404: 80, 499: 7, 418: 2 }),
    'ok',
    '0 % of 590 requests in 24 h failed with 5xx; besides 201 × 401 or 403, 80 × 404, 7 × 499 and 2 × other 4xx.',
  ],
  ['one of three', access({ 200: 2, 500: 1 }), 'warn', '33 % of 3 requests in 24 h failed with 5xx, too few to judge (fewer than 100).'],
  ['few and well', access({ 200: 3 }), 'ok', '0 % of 3 requests in 24 h failed with 5xx, too few to judge (fewer than 100).'],
  ['nothing', access({}), 'unknown', 'Errors of the web server: unknown, its log has no request of the last 24 h.'],
  ['rubbish', access({ 200: 10 }, 90), 'unknown', 'Errors of the web server: unknown, 90 % of its log is in no known format (limit 20 %).'],
])('a log of the web server with %s', (_, review, status, summary) => {
  expect(seen(judged(nginxErrors, review))).toEqual([[status, summary]]);
});

const logins = (attempts: number): AppLogReview => ({
  ...quiet,
  failedLogins: [{ user: 'admin', ip: '203.0.113.7', count: attempts }],
  loginPeaks: [{ ip: '203.0.113.7', attempts, until: now }],
});

test.each<[string, AppLogReview, string, string]>([
  ['none', quiet, 'ok', 'No failed login in 24 h.'],
  ['four', logins(4), 'ok', '4 failed logins in 24 h, never 5 within 10 min from one address.'],
  ['five', logins(5), 'warn', '5 failed logins from `203.0.113.7` within 10 min (warn 5), until 2026-11-23 08:00 UTC.'],
  ['twenty', logins(20), 'critical', '20 failed logins from `203.0.113.7` within 10 min (limit 20), until 2026-11-23 08:00 UTC.'],
  ['no log', { ...quiet, lines: 0 }, 'unknown', 'Failed logins: unknown, the log of the application has no line of the last 24 h.'],
])('failed logins: %s', (_, review, status, summary) => {
  expect(seen(judged(failedLogins, review))).toEqual([[status, summary]]);
});

test('a user name is cut, masked and mentions nobody', () => {
  const user = `<!channel>${'x'.repeat(200)}`;
  const [finding] = judged(failedLogins, { ...quiet, failedLogins: [{ user, ip: '1.1.1.1', count: 1 }] });

  expect(finding?.evidence?.[0]).toMatch(/^1 × `&lt;!channel&gt;x{53}…` from `1\.1\.1\.1`$/);
});

const from = '203.0.113.7';
const suspect = (given: Partial<Suspect>): Suspect => ({ ip: from, probes: 0, answered: 0, paths: [], ...given });
const paths = ['/.env', '/wp-login.php'];

test.each<[string, { readonly suspects?: readonly Suspect[]; readonly sprays?: AppLogReview['sprays'] }, string, string]>([
  ['nothing', { suspects: [], sprays: [] }, 'ok', 'Nothing suspicious in 24 h in the log of the web server and the application.'],
  ['only one log', { sprays: [] }, 'ok', 'Nothing suspicious in 24 h in the log of the application.'],
  [
    'somebody who got in',
    { suspects: [suspect({ entered: { failures: 14, at: now } })] },
    'critical',
    '`203.0.113.7` logged in at 2026-11-23 08:00 UTC after 14 refused logins within an hour.',
  ],
  [
    'one password for everybody',
    { sprays: [{ ip: from, users: 7, until: now }] },
    'warn',
    '`203.0.113.7` has tried 7 names within 10 min (warn 5), until 2026-11-23 08:00 UTC.',
  ],
  [
    'a few names',
    { suspects: [], sprays: [{ ip: from, users: 4, until: now }] },
    'ok',
    'Nothing suspicious in 24 h in the log of the web server and the application.',
  ],
  [
    'scanners',
    {
      suspects: [
        suspect({ probes: 12, paths }),
        suspect({ ip: '10.0.0.1', probes: 5, paths }),
        suspect({ ip: '10.0.0.2', probes: 4, paths }),
      ],
    },
    'ok',
    '2 addresses looked for holes with 17 requests, such as `/.env` and `/wp-login.php` from `203.0.113.7`; none was answered.',
  ],
  [
    'a scanner that found something',
    { suspects: [suspect({ probes: 6, answered: 2, paths })] },
    'warn',
    '1 address looked for holes with 6 requests, such as `/.env` and `/wp-login.php` from `203.0.113.7`; 2 answered with success.',
  ],
])('suspicious events: %s', (_, measure, status, summary) => {
  expect(seen(judged(suspicious, measure))).toEqual([[status, summary]]);
});

test('a path of a stranger mentions nobody', () => {
  const [finding] = judged(suspicious, { suspects: [suspect({ probes: 9, paths: ['/<!channel>.php'] })] });

  expect(finding?.summary).toContain('`/&lt;!channel&gt;.php`');
});

test('a real log is looked at from its bytes to the sentence', async () => {
  const app = join(folder, 'app.log');
  const failed = ['AUTH FAILED: user=admin, ip=203.0.113.7', 'Login failed for user: admin, IP: 203.0.113.7'];
  const lines = Array.from({ length: 6 }, () =>
    failed.map((text) => `[2026-11-23 07:30:00,000] [h:s] [WARNING] [auth] [bigshot.auth:login:76] ${text}`),
  );
  await writeFile(app, `${lines.flat().join('\n')}\n[2026-11-23 07:31:00,000] [h:s] [ERROR] [api] [bigshot.api:f:1] boom\n`);
  const look = { logs: createLogs({ app }), signal, now };

  const found = [...judged(failedLogins, await failedLogins.probe(look)), ...judged(appLogErrors, await appLogErrors.probe(look))];

  expect(found.map(({ status, measure }) => [status, measure?.value])).toEqual([
    ['warn', 6],
    ['ok', 1],
  ]);
  await expect(nginxErrors.probe(look)).rejects.toMatchObject({ name: 'Absent' });
});

test('another window than the last day is named', () => {
  expect(seen(judged(failedLogins, { ...quiet, lines: 5, windowMs: 7_200_000 }))).toEqual([['ok', 'No failed login in 2 h.']]);
});

test('who asks for warnings gets them besides, and no alarm', () => {
  const sample = 'bigshot.llm · No OpenAI API key configured';
  const review = { ...quiet, byLevel: { INFO: 10, WARNING: 7 }, warnings: [{ count: 7, first: since, last: now, sample }] };

  const found = judged(appLogErrors, { review, since, now, withWarnings: true });

  expect(seen(found)[1]).toEqual(['ok', '7 warnings besides, in 1 kind.']);
  expect(found[1]?.evidence).toEqual([expect.stringContaining(sample)]);
});

describe('errors now and before', () => {
  const web = (now: readonly [number, number], before: readonly [number, number]) => ({
    web: { now: { requests: now[0], failed: now[1] }, before: { requests: before[0], failed: before[1] } },
  });

  test.each([
    [
      'as few as before',
      web([500, 1], [3000, 6]),
      [['ok', '0.2 % of 500 requests in the last 10 min failed with 5xx, 0.2 % of 3 000 in the hour before.']],
    ],
    [
      'many more than before',
      web([500, 40], [3000, 6]),
      [['critical', '8 % of 500 requests in the last 10 min failed with 5xx, 0.2 % of 3 000 in the hour before (warn 1 %, critical 5 %).']],
    ],
    [
      'as many as before, which no change has brought',
      web([500, 40], [3000, 240]),
      [['warn', '8 % of 500 requests in the last 10 min failed with 5xx, 8 % of 3 000 in the hour before (warn 1 %, critical 5 %).']],
    ],
    [
      'of a web server that nobody asks',
      web([3, 3], [3000, 0]),
      [['unknown', 'Whether requests fail now is unknown: there were 3 requests in the last 10 min (fewer than 20).']],
    ],
    [
      'of an application that is as it was',
      { application: { now: 6, before: 36 } },
      [['ok', '6 errors of the application in the last 10 min, 6 in ten minutes of the hour before.']],
    ],
    [
      'of an application that became worse',
      { application: { now: 12, before: 9 } },
      [['warn', '12 errors of the application in the last 10 min, 1.5 in ten minutes of the hour before (warn 5).']],
    ],
    [
      'of an application with a first few',
      { application: { now: 4, before: 0 } },
      [['ok', '4 errors of the application in the last 10 min, 0 in ten minutes of the hour before.']],
    ],
  ])('%s', (_, measure, expected) => {
    const found = seen(judged(errorRate, measure)).map(([status, summary]) => [status, summary.replaceAll('\u2009', ' ')]);

    expect(found).toEqual(expected);
  });

  test('are read of real logs, each minute in its part of the time', async () => {
    const minutes = (ago: number): Date => new Date(now.getTime() - ago * 60_000);
    const request = (ago: number, status: number) =>
      formatAccess({ at: minutes(ago), ip: '10.0.0.1', request: 'GET /a HTTP/1.1', status, bytes: 1, agent: 'curl' });
    const record = (ago: number) =>
      formatRecord({ at: minutes(ago), service: 'bigshot-backend', level: 'ERROR', zone: 'general', place: 'a:b:1', message: 'x failed' });
    const [nginx, app] = [join(folder, 'rate-access.log'), join(folder, 'rate-app.log')];
    await writeFile(nginx, [request(75, 500), request(60, 500), request(30, 200), request(5, 500), request(1, 200)].join(''));
    await writeFile(app, [record(80), record(69), record(11), record(9)].join(''));

    expect(await errorRate.probe({ logs: createLogs({ nginx, app }), now, signal })).toEqual({
      web: { now: { requests: 2, failed: 1 }, before: { requests: 2, failed: 1 } },
      application: { now: 1, before: 2 },
    });
    expect(await errorRate.probe({ logs: createLogs({ app }), now, signal })).toEqual({ application: { now: 1, before: 2 } });
    await expect(errorRate.probe({ logs: createLogs({}), now, signal })).rejects.toThrow(Absent);
  });
});
