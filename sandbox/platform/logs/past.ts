import type { AccessRecord, LogRecord } from './format.ts';

/** What the platform logged in one minute: the same minute always gives the same lines, so a later start only adds what is new. */
export interface Minute {
  readonly records: readonly LogRecord[];
  readonly requests: readonly AccessRecord[];
}

const MINUTE_MS = 60_000;
const SCANNER = '203.0.113.77';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** All whole minutes between two moments. */
export function* minutesBetween(from: Date, to: Date): Generator<Minute> {
  for (let at = Math.ceil(from.getTime() / MINUTE_MS); (at + 1) * MINUTE_MS <= to.getTime(); at += 1) yield minuteOf(at);
}

function minuteOf(minute: number): Minute {
  const chance = luckOf(minute);
  const at = (second: number): Date => new Date(minute * MINUTE_MS + second * 1000 + Math.floor(chance(second) * 999));
  const attempts = failedLogins(minute);
  const records = [
    ...chatter(minute, at),
    ...attempts.flatMap(({ second, user, ip }) => authFailure(at(second), user, ip)),
    ...oddities(minute, at),
    ...errors(minute, at),
  ];
  const requests = [
    ...[4, 19, 37, 52].map((second) => ordinaryRequest(at(second), chance(second + 100))),
    ...attempts.map(({ second, ip }) => loginRequest(at(second), ip)),
  ];
  return { records: byTime(records), requests: byTime(requests) };
}

function chatter(minute: number, at: (second: number) => Date): readonly LogRecord[] {
  const domain = `example${minute % 613}.test`;
  const found = `Enumeration of ${domain} finished: ${minute % 41} domains found, 0 errors`;
  return [
    {
      at: at(7),
      service: 'bigshot-backend',
      level: 'INFO',
      zone: 'api',
      place: 'bigshot.api:list_jobs:118',
      message: `GET /api/v1/jobs page=${1 + (minute % 9)}`,
    },
    { at: at(33), service: 'bigshot-celery', level: 'INFO', zone: 'jobs', place: 'bigshot.jobs:enumerate_domains:64', message: found },
  ];
}

function errors(minute: number, at: (second: number) => Date): readonly LogRecord[] {
  const found: LogRecord[] = [];
  if (minute % 71 === 9) {
    const message = `Job ${100_000 + (minute % 80_000)} failed: HTTPError: 429 Too Many Requests`;
    found.push({
      at: at(41),
      service: 'bigshot-celery',
      level: 'ERROR',
      zone: 'jobs',
      place: 'bigshot.jobs:enumerate_domains:97',
      message,
      traceback: RATE_LIMIT,
    });
  }
  if (minute % 233 === 101) {
    const message = 'Exception on /api/v1/domains [GET]';
    found.push({
      at: at(45),
      service: 'bigshot-backend',
      level: 'ERROR',
      zone: 'general',
      place: 'app:log_exception:875',
      message,
      traceback: LOST_CONNECTION,
    });
  }
  return found;
}

// What users typed stands in the log as they typed it: mentions, links and secrets.
function oddities(minute: number, at: (second: number) => Date): readonly LogRecord[] {
  const found: LogRecord[] = [];
  const warn = (second: number, place: string, message: string): void => {
    found.push({ at: at(second), service: 'bigshot-backend', level: 'WARNING', zone: 'general', place, message });
  };
  if (minute % 331 === 57) warn(22, 'bigshot.api:create_note:203', 'Rejected note: <!channel> see <https://evil.example|the report> `now`');
  if (minute % 409 === 83) {
    const message = 'Import from ftp://backup:hunter2@files.example.test failed, error_message=refused password=hunter2 token=abc123def456';
    found.push({ at: at(25), service: 'bigshot-backend', level: 'ERROR', zone: 'api', place: 'bigshot.api:import_domains:311', message });
  }
  if (minute % 360 === 11) warn(2, 'bigshot.env:validate:412', 'No OpenAI API key configured');
  return found;
}

interface Attempt {
  readonly second: number;
  readonly user: string;
  readonly ip: string;
}

function failedLogins(minute: number): readonly Attempt[] {
  if (minute % 577 === 31) return [5, 9, 14, 20, 26, 31, 39].map((second) => ({ second, user: 'admin', ip: SCANNER }));
  if (minute % 139 === 17)
    return [{ second: 12, user: ['greta', 'jonas', 'samir'][minute % 3] ?? 'greta', ip: `198.51.100.${10 + (minute % 40)}` }];
  return [];
}

function authFailure(at: Date, user: string, ip: string): readonly LogRecord[] {
  const common = { at, service: 'bigshot-backend', level: 'WARNING' } as const;
  return [
    { ...common, zone: 'auth', place: 'bigshot.auth:log_auth_attempt:731', message: `AUTH FAILED: user=${user}, ip=${ip}` },
    { ...common, zone: 'general', place: 'bigshot.auth:login:76', message: `Login failed for user: ${user}, IP: ${ip}` },
  ];
}

function loginRequest(at: Date, ip: string): AccessRecord {
  return { at, ip, request: 'POST /api/v1/auth/login HTTP/1.1', status: 401, bytes: 131, agent: 'python-requests/2.32.3' };
}

function ordinaryRequest(at: Date, chance: number): AccessRecord {
  const ip = `192.0.2.${Math.floor(chance * 97) + 2}`;
  const page = Math.floor(chance * 400);
  const common = { at, ip, agent: BROWSER };
  if (chance < 0.006) return { ...common, request: get(`/api/v1/domains?page=${page}`), status: 502, bytes: 157 };
  if (chance < 0.009) return { ...common, request: get('/api/v1/metrics'), status: 500, bytes: 265 };
  if (chance < 0.035) return { ...common, request: get(`/wp-login-${page}.php`), status: 404, bytes: 153 };
  if (chance < 0.05) return { ...common, request: get('/api/v1/backup/status'), status: 401, bytes: 39 };
  if (chance < 0.053) return { ...common, request: get('/api/v1/domains/export'), status: 499, bytes: 0 };
  return { ...common, request: get(`/api/v1/jobs?page=${page}`), status: 200, bytes: 404 + page * 5 };
}

function get(path: string): string {
  return `GET ${path} HTTP/1.1`;
}

// A small hash is enough: the lines must only differ from minute to minute and never between two starts.
function luckOf(minute: number): (salt: number) => number {
  return (salt) => {
    const mixed = Math.imul((minute ^ (salt * 0x9e37_79b1)) >>> 0, 0x85eb_ca6b);
    const again = Math.imul((mixed ^ (mixed >>> 13)) >>> 0, 0xc2b2_ae35);
    return ((again ^ (again >>> 16)) >>> 0) / 2 ** 32;
  };
}

function byTime<Timed extends { readonly at: Date }>(entries: readonly Timed[]): readonly Timed[] {
  return entries.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

const RATE_LIMIT = [
  'Traceback (most recent call last):',
  '  File "/app/app/tasks/domain_enumeration.py", line 91, in enumerate_domains',
  '    results = service.enumerate(domain)',
  '  File "/app/app/services/external_apis.py", line 148, in fetch',
  '    response.raise_for_status()',
  'requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://crt.example/?q=%25.example.test',
];

const LOST_CONNECTION = [
  'Traceback (most recent call last):',
  '  File "/usr/local/lib/python3.11/site-packages/flask/app.py", line 2190, in wsgi_app',
  '    response = self.full_dispatch_request()',
  'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly',
];
