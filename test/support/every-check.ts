import { join } from 'node:path';
import { connectPlatform } from '../../src/adapters/platform.ts';
import { environmentSchema } from '../../src/config/environment.ts';
import type { Finding, Status } from '../../src/core/finding.ts';
import type { PortName, Ports } from '../../src/ports/index.ts';
import { definitions } from '../../src/registry.ts';
import { runCheck } from '../../src/services/check.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestPlatform } from './docker-platform.ts';

/** What one check said, and how long it took, in ms. */
export interface Said {
  readonly id: string;
  readonly status: Status;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
  readonly limitMs: number;
}

/** Another way to the platform than the right one. */
export interface Detour {
  /** Parts of the environment's configuration; null leaves one out. */
  readonly configuration?: Readonly<Record<string, object | null>>;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly password?: string;
}

const checks = [...definitions.checks.values()];

/** All checks that read from one of these. */
export function reading(...ports: readonly PortName[]): readonly string[] {
  return checks.filter(({ needs }) => needs.some((need) => ports.includes(need))).map(({ id }) => id);
}

/** Asks these checks at once, as the worker does, over connections of their own. */
export async function askAfresh(platform: TestPlatform, store: Store, detour: Detour, ids: readonly string[]): Promise<readonly Said[]> {
  const connected = connect(platform, store, detour);
  try {
    return await ask(connected.ports, ids);
  } finally {
    await connected.close();
  }
}

/** Asks these checks at once. */
export function ask(ports: Ports, ids: readonly string[]): Promise<readonly Said[]> {
  return Promise.all(
    checks
      .filter(({ id }) => ids.includes(id))
      .map(async (check) => {
        const { reported } = await runCheck(check, {
          ports,
          limits: {},
          now: new Date(),
          signal: new AbortController().signal,
          zone: 'UTC',
        });
        const { status, findings, tookMs } = reported;
        return { id: check.id, status, findings, tookMs, limitMs: check.timeoutMs ?? 10_000 };
      }),
  );
}

/** The ports of the platform, as the worker has them. */
export function connect(platform: TestPlatform, store: Store, { configuration, databaseUrl, redisUrl, password }: Detour = {}) {
  const { folder, project, compose } = platform;
  const usual: Readonly<Record<string, object | null>> = {
    api: { url: platform.apiUrl, username: 'admin', password: { env: 'API_PASSWORD' } },
    database: { url: { env: 'DATABASE_URL' } },
    redis: { url: { env: 'REDIS_URL' } },
    host: {},
    engine: { project, compose: [compose.file] },
    backups: { folder: join(folder, 'backups'), files: { instance: join(folder, 'instance'), logs: join(folder, 'logs') } },
    certificates: [join(folder, 'ssl', 'cert.pem')],
    secrets: [compose.file],
    logs: { app: join(folder, 'logs', 'app.log'), nginx: join(folder, 'logs', 'nginx', 'access.log') },
  };
  const parts = Object.entries({ ...usual, ...configuration }).filter(([, part]) => part !== null);
  const secrets: Readonly<Record<string, string>> = {
    API_PASSWORD: password ?? platform.adminPassword,
    DATABASE_URL: databaseUrl ?? platform.databaseUrl,
    REDIS_URL: redisUrl ?? platform.redisUrl,
  };
  return connectPlatform({
    name: 'prod',
    config: environmentSchema.parse({ channel: 'ops', ...Object.fromEntries(parts) }),
    secret: (name) => secrets[name] ?? '',
    store,
    version: '0.1.0',
    path: process.env['PATH'],
  });
}
