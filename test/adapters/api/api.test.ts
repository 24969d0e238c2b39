import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createApi } from '../../../src/adapters/api/api.ts';
import { story } from '../../../src/core/errors.ts';
import { freePort } from '../../../sandbox/stores/ports.ts';
import { inTime } from '../../support/in-time.ts';
import { portOf } from '../../support/port-of.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
type Api = ReturnType<typeof createApi>;

const healthy = { status: 'healthy', timestamp: '2026-11-23T08:00:00', version: '1.0.0', service: 'bigshot-api', database: 'connected' };
const detailed = {
  status: 'degraded',
  checks: {
    database: { status: 'healthy', response_time: 0.001 },
    redis: { status: 'unhealthy' },
    celery: { status: 'unhealthy', active_workers: 0 },
    websocket: { status: 'healthy', connected_clients: 2 },
  },
};
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

test('a healthy answer says status, database, version and how long it took', async () => {
  const api = await apiOver(json(200, healthy));

  const answer = await api.health(signal());

  expect(answer).toEqual({
    httpStatus: 200,
    latencyMs: expect.any(Number),
    body: { status: 'healthy', database: 'connected', version: '1.0.0' },
  });
});

test('a lost database is read from the body of a 200', async () => {
  const api = await apiOver(json(200, { ...healthy, status: 'starting', database: 'disconnected', database_error: 'could not connect' }));

  const { body } = await api.health(signal());

  expect(body).toMatchObject({ status: 'starting', database: 'disconnected', databaseError: 'could not connect' });
});

test('metrics are told by what they are of, and what an older platform leaves out is nothing', async () => {
  const metrics = {
    system: { cpu_percent: 12.5, memory_percent: 40, disk_percent: 14 },
    database: { domain_count: 50_000, job_count: 180_000, active_jobs: 4 },
    redis: { memory_used_bytes: 1024, connected_clients: 2 },
    websocket: { connected_clients: 3 },
  };
  const whole = await apiOver(platform({ '/api/v1/metrics': json(200, metrics) }));
  const bare = await apiOver(platform({ '/api/v1/metrics': json(200, { system: metrics.system, database: metrics.database }) }));

  expect((await whole.metrics(signal())).body).toEqual({
    cpuPercent: 12.5,
    memoryPercent: 40,
    domains: 50_000,
    jobs: 180_000,
    activeJobs: 4,
    redisBytes: 1024,
    clients: 3,
  });
  expect((await bare.metrics(signal())).body).toMatchObject({ redisBytes: 0, clients: 0 });
});

test('metrics of a platform without its database are an error with its words', async () => {
  const api = await apiOver(platform({ '/api/v1/metrics': json(500, { error: 'relation "jobs" does not exist' }) }));

  await expect(api.metrics(signal())).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('HTTP 500') }) }),
  );
});

test('a 503 with JSON is an answer, and names each check', async () => {
  const api = await apiOver(platform({ '/api/v1/health/detailed': json(503, detailed) }));

  const { httpStatus, body } = await api.detailed(signal());

  expect(httpStatus).toBe(503);
  expect(body.checks['celery']).toEqual({ status: 'unhealthy', activeWorkers: 0 });
  expect(body.checks['websocket']).toEqual({ status: 'healthy' });
});

test.each<[string, Handler, RegExp]>([
  ['a proxy page', html('<html>502 Bad Gateway</html>'), /answers with a page that is not its JSON \(HTTP 200\)/],
  ['cut JSON', raw(200, '{"status": "heal', 'application/json'), /JSON that is cut off or broken/],
  ['an empty body', raw(200, '', 'application/json'), /answers with nothing/],
  ['JSON of another shape', json(200, { error: 'select * from jobs' }), /another shape \(HTTP 200; not as expected: status, database\)/],
  ['an error without a word', json(500, { error: '' }), /another shape \(HTTP 500; not as expected: status, database\)/],
  ['an error of its own', json(500, { error: 'no such\ntable `jobs`' }), /: the API answers with HTTP 500: `no such table 'jobs'`$/],
  ['an error within an error', json(502, { error: { message: 'worker lost' } }), /: the API answers with HTTP 502: `worker lost`$/],
  ['a message', json(500, { error: true, message: 'Internal Server Error' }), /: the API answers with HTTP 500: `Internal Server Error`$/],
  ['an error with a secret in it', json(500, { error: 'postgres://bigshot:hunter22@db/x' }), /HTTP 500: `postgres:\/\/\*\*\*@db\/x`$/],
  ['a redirect', redirect, /redirect \(HTTP 302\), which is not followed/],
  ['a body of 10 MB', raw(200, ' '.repeat(10_000_000), 'application/json'), /more than 1 MiB/],
  ['a hang-up', (request) => void request.socket.destroy(), /hung up/],
])('%s is refused in words', async (_, handler, words) => {
  const api = await apiOver(handler);

  const problem = await api.health(signal()).catch(story);

  expect(problem).toMatch(/^asking the API for its health: the API/);
  expect(problem).toMatch(words);
});

test.each<[string, Handler]>([
  ['silence', () => undefined],
  ['a body that drips', drip],
])('%s ends at the deadline', async (_, handler) => {
  const api = await apiOver(handler, { timeoutMs: 300 });

  const problem = await inTime(2000, api.health(signal()).catch(story));

  expect(problem).toContain('the API does not answer within 300 ms');
});

test('the deadline counts the login too', async () => {
  const slowLogin = platform({ '/api/v1/health/detailed': json(200, detailed) }, () => sleep(5000, undefined, { ref: false }));
  const api = await apiOver(slowLogin, { timeoutMs: 300 });

  const problem = await api.detailed(signal()).catch(story);

  expect(problem).toContain('the API does not answer within 300 ms');
});

test('where nothing listens the address is named', async () => {
  const port = await freePort();
  const api = open(`http://127.0.0.1:${port}`);

  const problem = await api.health(signal()).catch(story);

  expect(problem).toContain(`the API does not answer at 127.0.0.1:${port}: nothing listens there`);
});

test('an aborted look rejects with the reason of the abort', async () => {
  const api = await apiOver(() => undefined);
  const controller = new AbortController();
  const answer = api.health(controller.signal).catch((problem: unknown) => problem);

  controller.abort(new Error('the run was cancelled'));

  expect(await answer).toEqual(new Error('the run was cancelled'));
});

test.each([401, 422])('at %i it logs in once more and goes on', async (code) => {
  const seen: string[] = [];
  const refuseFirst: Handler = (request, response) => {
    seen.push(String(request.headers.authorization));
    return json(seen.length === 2 ? code : 200, seen.length === 2 ? { msg: 'Token has expired' } : detailed)(request, response);
  };
  const api = await apiOver(platform({ '/api/v1/health/detailed': refuseFirst }));

  await api.detailed(signal());
  const { httpStatus } = await api.detailed(signal());

  expect(httpStatus).toBe(200);
  expect(seen).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});

test('a token is asked for once and used again', async () => {
  const logins: string[] = [];
  const api = await apiOver(platform({ '/api/v1/health/detailed': json(200, detailed) }, () => void logins.push('login')));

  await api.detailed(signal());
  await api.detailed(signal());

  expect(logins).toHaveLength(1);
});

test('a rejected login names the user and never the password', async () => {
  const api = await apiOver(json(401, { msg: 'Bad credentials' }));

  const problem = await api.detailed(signal()).catch(story);

  expect(problem).toContain('the API rejects the login of admin');
  expect(problem).not.toContain('not-this');
});

test('a token that is refused at once is no endless loop and is not shown', async () => {
  const api = await apiOver(platform({ '/api/v1/health/detailed': json(422, { msg: 'Not enough segments' }) }));

  const problem = await api.detailed(signal()).catch(story);

  expect(problem).toContain('rejects the token that it gave to admin a moment ago');
  expect(problem).not.toContain('token-1');
});

test('without a login the detailed answer is absent', async () => {
  const server = await serve(json(200, detailed));
  const api = createApi({ url: server });
  opened.push(api);

  await expect(api.detailed(signal())).rejects.toMatchObject({ name: 'Absent', message: 'no login for the API is configured' });
});

test.each([
  ['an entry', { name: 'restore_20261101_1', created: 'x', size: 1 }],
  ['a name', 'restore_20261101_1'],
])('the last backup may be %s', async (_, last) => {
  const status = { backup_directory: '/b', backups: [{ name: 'restore_20261101_1', size: 1 }], last_backup: last, total_size: 1 };
  const api = await apiOver(platform({ '/api/v1/backup/status': json(200, status) }));

  const { body } = await api.backupStatus(signal());

  expect(body).toEqual({ backups: [{ name: 'restore_20261101_1' }], lastBackup: 'restore_20261101_1' });
});

async function apiOver(handler: Handler, more: { readonly timeoutMs?: number } = {}): Promise<Api> {
  return open(await serve(handler), more);
}

function open(url: string, more: { readonly timeoutMs?: number } = {}): Api {
  const api = createApi({ url, username: 'admin', password: 'not-this', ...more });
  opened.push(api);
  return api;
}

async function serve(handler: Handler): Promise<string> {
  const server: Server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

function platform(routes: Readonly<Record<string, Handler>>, beforeLogin: () => unknown = () => undefined): Handler {
  let logins = 0;
  return async (request, response) => {
    if (request.url !== '/api/v1/auth/login') return routes[request.url ?? '']?.(request, response);
    await beforeLogin();
    logins += 1;
    return json(200, { success: true, data: { access_token: `token-${logins}` } })(request, response);
  };
}

function json(code: number, body: unknown): Handler {
  return raw(code, JSON.stringify(body), 'application/json');
}

function html(body: string): Handler {
  return raw(200, body, 'text/html');
}

function raw(code: number, body: string, type: string): Handler {
  return (_, response) => void response.writeHead(code, { 'content-type': type }).end(body);
}

function redirect(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(302, { location: '/login' }).end();
}

function drip(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
