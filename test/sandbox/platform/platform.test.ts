import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openPlatform, startPlatform, type Platform } from '../../../sandbox/platform/platform.ts';
import { withClient, type FreshDatabase } from '../../../sandbox/stores/databases.ts';
import { adminUrl, testDatabase } from '../../support/stores.ts';

let folder: string;
let database: FreshDatabase;
let platform: Platform;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-platform-'));
  database = await testDatabase();
  platform = await startPlatform({ folder, databaseUrl: database.url });
});

afterAll(async () => {
  await platform.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const Login = z.object({ data: z.object({ access_token: z.string() }) });

async function ask(path: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${platform.apiUrl}/api/v1${path}`, init);
  return { status: response.status, body: await response.json() };
}

function login(password: string): Promise<{ readonly status: number; readonly body: unknown }> {
  return ask('/auth/login', { method: 'POST', body: JSON.stringify({ username: 'admin', password }) });
}

async function authorized(): Promise<RequestInit> {
  const { body } = await login(platform.adminPassword);
  return { headers: { authorization: `Bearer ${Login.parse(body).data.access_token}` } };
}

async function renamed(from: string, to: string): Promise<void> {
  await withClient(adminUrl(), async (client) => {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [from]);
    await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  });
}

describe('the API', () => {
  test('says healthy and connected while the database answers', async () => {
    const { status, body } = await ask('/health');

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'healthy', database: 'connected', service: 'bigshot-api' });
  });

  test('gives a token for the right password and 401 for a wrong one, which it logs in two lines', async () => {
    const wrong = await login('guess');
    const right = await login(platform.adminPassword);

    expect([wrong.status, right.status]).toEqual([401, 200]);
    await expect
      .poll(() => readFile(join(folder, 'logs', 'app.log'), 'utf8'))
      .toMatch(/AUTH FAILED: user=admin, ip=.*\n.*Login failed for user: admin, IP: /);
  });

  test('answers 401 without a token and 422 to a malformed one', async () => {
    const missing = await ask('/health/detailed');
    const malformed = await ask('/health/detailed', { headers: { authorization: 'Bearer nonsense' } });
    const empty = await ask('/backup/status', { headers: { authorization: 'Bearer ' } });

    expect([missing.status, malformed.status, empty.status]).toEqual([401, 422, 422]);
  });

  test('without a Redis has no entry for Redis and Celery', async () => {
    const { status, body } = await ask('/health/detailed', await authorized());

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'healthy', checks: { database: { status: 'healthy' } } });
    expect(Object.keys(z.object({ checks: z.record(z.string(), z.unknown()) }).parse(body).checks)).toEqual(['database', 'websocket']);
  });

  test('reports real counts in its metrics', async () => {
    const { body } = await ask('/metrics');

    expect(body).toMatchObject({ database: { domain_count: 50_000, job_count: 180_000, active_jobs: 67 } });
  });

  test('survives a swap of its database and serves the new one', async () => {
    const name = new URL(database.url).pathname.slice(1);

    await renamed(name, `${name}_away`);
    const during = await ask('/health');
    await renamed(`${name}_away`, name);
    const after = await ask('/health');

    expect(during).toMatchObject({ status: 200, body: { status: 'starting', database: 'disconnected' } });
    expect(after).toMatchObject({ status: 200, body: { status: 'healthy' } });
  });
});

test('a second start adds nothing to the database and keeps the port', async () => {
  const port = new URL(platform.apiUrl).port;
  await platform.close();

  platform = await startPlatform({ folder, databaseUrl: database.url });
  const count = await withClient(database.url, async (client) => (await client.query('SELECT count(*)::int AS n FROM jobs')).rows);

  expect(count).toEqual([{ n: 180_000 }]);
  expect(new URL(platform.apiUrl).port).toBe(port);
});

test('it waits for a database that a swap has closed, and says meanwhile that it is not healthy', async () => {
  const name = new URL(database.url).pathname.slice(1);
  const door = (allows: boolean) => withClient(adminUrl(), (client) => client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allows}`));
  await platform.close();
  await door(false);
  let isTold = false;

  const opening = await openPlatform({ folder, databaseUrl: database.url, onClosed: () => (isTold = true) });
  platform = opening;
  await expect.poll(() => isTold).toBe(true);
  const during = await ask('/health');
  await door(true);
  await opening.filled;

  expect(during.body).toMatchObject({ status: 'starting', database: 'disconnected' });
  expect((await ask('/health')).body).toMatchObject({ status: 'healthy' });
});

test('it can be ended while it waits', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await platform.close();
  await withClient(adminUrl(), (client) => client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`));

  const opening = await openPlatform({ folder, databaseUrl: database.url });
  await opening.close();

  await expect(opening.filled).rejects.toThrow('the platform is stopping');
  await withClient(adminUrl(), (client) => client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`));
  platform = await startPlatform({ folder, databaseUrl: database.url });
});

test('the schema sets updated_at by trigger and refuses an unknown status', async () => {
  await withClient(database.url, async (client) => {
    const { rows } = await client.query<{ fresh: boolean }>(
      `UPDATE jobs SET progress = 1 WHERE id = 1 RETURNING updated_at > now()::timestamp - interval '1 minute' AS fresh`,
    );
    const refused = client.query(`UPDATE jobs SET status = 'sleeping' WHERE id = 1`);

    expect(rows).toEqual([{ fresh: true }]);
    await expect(refused).rejects.toThrow(/chk_jobs_status_valid/);
  });
});
