import { rename, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilHealthy } from '../../sandbox/platform/docker/containers.ts';
import { withClient } from '../../sandbox/stores/databases.ts';
import type { Status } from '../../src/core/finding.ts';
import { definitions } from '../../src/registry.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../support/docker-platform.ts';
import { askAfresh, reading } from '../support/every-check.ts';
import type { Detour, Said } from '../support/every-check.ts';
import { until } from '../support/gate.ts';
import { hold, type Hold } from '../support/hold.ts';
import { portOf } from '../support/port-of.ts';

/** What each check says of the stand-in platform, which has a good day but is not perfect; how many failed in 24 h depends on the hour. */
const good: Readonly<Record<string, readonly Status[]>> = {
  'api-detailed': ['ok'],
  'api-health': ['ok', 'warn'],
  'app-log-errors': ['ok', 'warn'],
  'audit-log': ['ok'],
  'backup-freshness': ['warn'],
  'backup-integrity': ['warn'],
  'backup-list': ['critical'],
  'backup-review': ['critical'],
  'backup-room': ['ok', 'warn', 'critical'],
  // No process of the bot runs in this test.
  'bot-health': ['critical'],
  'celery-workers': ['ok'],
  certificate: ['ok'],
  'container-stats': ['ok'],
  cpu: ['ok', 'warn', 'critical'],
  database: ['ok', 'warn'],
  'database-counters': ['ok', 'warn'],
  'database-integrity': ['ok', 'skipped'],
  'database-locks': ['ok'],
  // Whoever asked it too early, while it started, was refused.
  'database-log': ['ok', 'warn'],
  'database-sessions': ['ok'],
  'dead-rows': ['ok', 'warn'],
  'disk-space': ['ok', 'warn', 'critical'],
  'engine-version': ['ok', 'warn'],
  'error-rate': ['ok', 'warn', 'critical', 'unknown'],
  'failed-logins': ['ok', 'warn'],
  'image-scan': ['skipped'],
  'image-updates': ['ok'],
  'index-usage': ['ok'],
  'job-statistics': ['ok'],
  'kept-databases': ['ok'],
  load: ['ok', 'warn', 'critical'],
  'log-chain': ['ok'],
  'login-attempts': ['skipped'],
  memory: ['ok', 'warn', 'critical'],
  'missing-tables': ['skipped'],
  'nginx-errors': ['ok', 'warn'],
  'node-updates': ['skipped'],
  'platform-backup-status': ['warn'],
  'platform-metrics': ['ok', 'warn'],
  'python-updates': ['skipped'],
  'queue-depth': ['ok'],
  redis: ['ok'],
  'redis-big-keys': ['ok'],
  'redis-memory': ['ok'],
  'secret-age': ['ok', 'warn'],
  'served-certificate': ['skipped'],
  'service-log': ['ok'],
  services: ['ok'],
  'slow-queries': ['ok', 'warn'],
  'stuck-jobs': ['critical'],
  suspicious: ['ok', 'warn'],
  'system-updates': ['ok', 'warn', 'critical'],
  'table-activity': ['ok'],
  'table-sizes': ['ok'],
  'top-queries': ['ok'],
  trend: ['unknown'],
  usage: ['ok'],
  'user-review': ['critical'],
  'weekly-backup': ['ok', 'unknown'],
};

/** They tell of the machine that runs the tests, or remember what the faults before have done. */
const restless = [
  'cpu',
  'load',
  'memory',
  'disk-space',
  'backup-room',
  'system-updates',
  'database-log',
  'database-counters',
  'dead-rows',
  'weekly-backup',
];

/** It asks the package manager of the machine of the tests, which no day touches, and takes seconds of both its processors. */
const slow = 'system-updates';
const quick = [...definitions.checks.keys()].filter((id) => id !== slow);

/** A day on which something is broken: what must not be called good, and in which words of whom. */
interface BadDay {
  readonly what: string;
  readonly hits: () => readonly string[];
  /** May be worse or not, as it happens. */
  readonly shakes?: readonly string[];
  readonly says: Readonly<Record<string, RegExp>>;
  readonly break: () => Promise<Detour | void>;
  readonly mend?: () => Promise<unknown>;
}

let platform: TestPlatform;
let bot: BotStore;
let lock: Hold | undefined;
let stranger: Server | undefined;

const container = (service: string) => platform.container(service);
const stop = async (service: string): Promise<void> => {
  await (await container(service)).stop({ t: 5 });
};
const freeze = async (service: string): Promise<void> => {
  await (await container(service)).pause();
};
const logs = (name: string) => join(platform.folder, 'logs', name);
const database = () => reading('database', 'statistics', 'records');
const api = ['api-health', 'api-detailed', 'platform-metrics', 'platform-backup-status'];
const nothingListens = /(?:unknown, |be asked: )nothing listens at 127\.0\.0\.1:\d+/;
const silent = /(?:unknown|asked)[,:] (?:it|Redis) does not answer within 3 s/;

const as = (name: string, password: string, url = platform.databaseUrl): string => {
  const other = new URL(url);
  [other.username, other.password] = [name, password];
  return other.href;
};
/** A server that is none of those that were meant. */
const listen = async (server: Server): Promise<number> => {
  stranger = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
};
const at = (port: number): Detour => ({
  configuration: {
    api: { url: `http://127.0.0.1:${port}`, username: 'admin', password: { env: 'API_PASSWORD' } },
    engine: { project: platform.project, url: `http://127.0.0.1:${port}` },
  },
});
const closeStranger = () => new Promise((resolve) => stranger?.close(resolve));

const days: readonly BadDay[] = [
  {
    what: 'the database is stopped',
    hits: () => [...database(), ...api, 'services'],
    says: { database: nothingListens, usage: nothingListens, 'table-sizes': nothingListens, 'api-health': /has lost its database/ },
    break: () => stop('database'),
    mend: async () => (await container('database')).start(),
  },
  {
    what: 'the database hangs',
    hits: () => [...database(), ...api, 'services'],
    says: { database: silent, 'stuck-jobs': silent, 'index-usage': silent, services: /`database` is paused/ },
    break: () => freeze('database'),
    mend: async () => (await container('database')).unpause(),
  },
  {
    what: 'Redis is stopped',
    hits: () => [...reading('redis'), 'services', 'api-detailed'],
    says: { redis: nothingListens, 'redis-big-keys': nothingListens, 'celery-workers': nothingListens },
    shakes: ['platform-metrics'],
    break: () => stop('redis'),
    async mend() {
      await (await container('redis')).start();
      // Celery 5.2 may never listen again after it has lost its broker.
      await (await container('celery')).restart({ t: 1 });
    },
  },
  {
    what: 'Redis hangs',
    hits: () => [...reading('redis'), 'services', 'api-detailed'],
    says: { redis: silent, 'redis-memory': silent, 'queue-depth': silent },
    shakes: ['platform-metrics'],
    break: () => freeze('redis'),
    async mend() {
      await (await container('redis')).unpause();
      await (await container('celery')).restart({ t: 1 });
    },
  },
  {
    what: 'the API hangs',
    hits: () => [...api, 'services'],
    says: { 'api-health': /The API does not answer within 5 s/, 'platform-metrics': /unknown, the API does not answer within 5 s/ },
    // In a frozen container no pip is started.
    shakes: ['python-updates'],
    break: () => freeze('backend'),
    mend: async () => (await container('backend')).unpause(),
  },
  {
    what: 'tables are locked',
    hits: () => [
      'table-sizes',
      'job-statistics',
      'stuck-jobs',
      'usage',
      'user-review',
      'platform-metrics',
      'api-detailed',
      'platform-backup-status',
    ],
    says: {
      'job-statistics': /unknown, somebody else holds a lock on a table that is needed/,
      'table-sizes': /sizes of `domains`, `jobs` and `users` are unknown: somebody holds a lock on them/,
      'platform-metrics': /a table is locked, and asking for them now would hang the API/,
    },
    // The engine asks the API for its health too, which waits for a locked table.
    shakes: ['database-locks', 'api-health', 'database-sessions', 'services'],
    async break() {
      lock = await hold(platform.databaseUrl, 'LOCK TABLE jobs, domains, users IN ACCESS EXCLUSIVE MODE');
    },
    mend: async () => lock?.release(),
  },
  {
    what: 'the role of the bot lacks the privilege',
    hits: () => ['audit-log', 'database-integrity', 'job-statistics', 'slow-queries', 'stuck-jobs', 'top-queries', 'usage', 'user-review'],
    says: { usage: /unknown, the configured role may not use table domains: it lacks the privilege/ },
    shakes: ['index-usage', 'table-activity', 'database-sessions', 'platform-metrics'],
    async break() {
      await withClient(platform.databaseUrl, (client) => client.query(`CREATE ROLE poor LOGIN PASSWORD 'poor'`));
      return { databaseUrl: as('poor', 'poor') };
    },
  },
  {
    what: 'all passwords are wrong',
    hits: () => [...database(), ...reading('redis'), 'api-detailed', 'platform-backup-status'],
    says: {
      database: /password authentication failed/,
      redis: /Redis rejects the configured password/,
      'api-detailed': /the API rejects the login of admin/,
    },
    break: () => Promise.resolve({ databaseUrl: as('bigshot', 'wrong'), redisUrl: as('', 'wrong', platform.redisUrl), password: 'wrong' }),
  },
  {
    what: 'what answers talks rubbish',
    hits: () => [...database(), ...reading('redis', 'api', 'containers', 'services'), 'engine-version', 'python-updates', 'image-updates'],
    says: {
      'api-health': /What answers at .* is no API: it does not speak HTTP/,
      redis: /what answers at .* is no Redis/,
      services: /what answers at .* is no container engine/,
      database: silent,
    },
    async break() {
      const port = await listen(
        createServer((socket) => socket.on('error', () => {}).on('data', () => socket.write('lorem \0 ipsum\r\n\r\n'))),
      );
      return { ...at(port), databaseUrl: `postgresql://a:b@127.0.0.1:${port}/x`, redisUrl: `redis://127.0.0.1:${port}` };
    },
    mend: closeStranger,
  },
  {
    what: 'what answers never comes to an end',
    hits: () => [...reading('api', 'containers', 'services'), 'engine-version', 'python-updates', 'image-updates'],
    says: { 'api-health': /more than 1 MiB/, services: /says more than 64 MiB, and no more is read|does not answer within/ },
    async break() {
      const piece = Buffer.alloc(1 << 20, 'x');
      const server = createWebServer((_, response) => {
        response.setHeader('content-type', 'application/json');
        const more = (): void => {
          while (response.write(piece));
        };
        response.on('drain', more);
        more();
      });
      return at(await listen(server));
    },
    mend: closeStranger,
  },
  {
    what: 'the engine is gone',
    hits: () => [...reading('containers', 'services'), 'engine-version', 'python-updates', 'image-updates'],
    says: { services: /unknown, no container engine listens at \/nowhere\/docker\.sock/ },
    break: () => Promise.resolve({ configuration: { engine: { project: platform.project, url: 'unix:///nowhere/docker.sock' } } }),
  },
  {
    what: 'the log of the web server is gone',
    hits: () => ['nginx-errors', 'suspicious', 'error-rate'],
    says: { 'nginx-errors': /the configured log .*access\.log is not there/ },
    break: () => rename(logs('nginx/access.log'), logs('kept.log')),
    mend: () => rename(logs('kept.log'), logs('nginx/access.log')),
  },
  {
    what: 'the logs are rubbish, and one of them has no end',
    hits: () => ['nginx-errors', 'error-rate'],
    says: { 'nginx-errors': /no request of the last 24 h/ },
    shakes: ['app-log-errors', 'failed-logins', 'suspicious'],
    async break() {
      await rename(logs('app.log'), logs('kept-app.log'));
      await rename(logs('nginx/access.log'), logs('kept.log'));
      await writeFile(logs('app.log'), Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
      await truncate(logs('app.log'), 3e9);
      await writeFile(logs('nginx/access.log'), Buffer.alloc(5e6));
    },
    async mend() {
      await rename(logs('kept-app.log'), logs('app.log'));
      await rename(logs('kept.log'), logs('nginx/access.log'));
    },
  },
  {
    what: 'the backups and the certificate are gone',
    hits: () => ['backup-freshness', 'backup-integrity', 'backup-list', 'backup-review', 'backup-room', 'missing-tables', 'certificate'],
    says: { 'backup-freshness': /unknown, the folder .*backups is not there/, certificate: /There is no certificate at/ },
    shakes: ['platform-backup-status'],
    async break() {
      await rename(join(platform.folder, 'backups'), join(platform.folder, 'backups.kept'));
      await rename(join(platform.folder, 'ssl', 'cert.pem'), join(platform.folder, 'ssl', 'kept.pem'));
    },
    async mend() {
      await rm(join(platform.folder, 'backups'), { recursive: true, force: true });
      await rename(join(platform.folder, 'backups.kept'), join(platform.folder, 'backups'));
      await rename(join(platform.folder, 'ssl', 'kept.pem'), join(platform.folder, 'ssl', 'cert.pem'));
    },
  },
  {
    what: 'nothing is configured',
    hits: () => [],
    says: { 'api-health': /skipped, no API is configured for prod/, services: /skipped, no container engine is configured/ },
    shakes: Object.keys(good),
    break: () =>
      Promise.resolve({
        configuration: {
          api: null,
          database: null,
          redis: null,
          host: null,
          engine: null,
          backups: null,
          certificates: null,
          secrets: null,
          logs: null,
        },
      }),
  },
];

const textOf = ({ findings }: Said): string => findings.map(({ summary }) => summary).join('\n');
/** What somebody else said is quoted as code. */
const ownWords = (said: Said): string => textOf(said).replaceAll(/`[^`]*`/g, '');
/** Words of programs and not of people. */
const machine = /undefined|\[object|NaN|canceling statement|ERROR:|syntax error|Parse Error|Please report|\.ts:\d/;

describe.skipIf(NO_ENGINE !== '')(`every check there is, on a platform in containers${NO_ENGINE}`, () => {
  let calm: readonly Said[] = [];
  const strange = (said: readonly Said[], leftOut: readonly string[] = []): readonly Said[] =>
    said.filter(({ id, status }) => ![...restless, ...leftOut].includes(id) && !good[id]?.includes(status));
  const told = (said: readonly Said[]) => said.map((one) => `${one.id} ${one.status}: ${textOf(one)}`);
  /** Asks these until each says what it says on a good day. */
  const untilWell = async (ids: readonly string[]): Promise<readonly Said[]> => {
    let said: readonly Said[] = [];
    await until(async () => {
      said = await askAfresh(platform, bot.store, {}, ids);
      return strange(said).length === 0;
    }).catch((problem: unknown) => {
      throw new Error(told(strange(said)).join('\n'), { cause: problem });
    });
    return said;
  };

  beforeAll(async () => {
    [platform, bot] = await Promise.all([openDockerPlatform(), openBotStore()]);
    calm = [...(await untilWell(quick)), ...(await askAfresh(platform, bot.store, {}, [slow]))];
  });
  afterAll(async () => {
    await bot?.close();
    await platform?.drop();
  });

  test('each is in the table of this test', () => {
    expect(Object.keys(good).toSorted()).toEqual([...definitions.checks.keys()].toSorted());
  });

  test.each(Object.keys(good))('%s says what is so on a good day, in words of people', (id) => {
    const said = calm.find((one) => one.id === id);

    expect(good[id]).toContain(said?.status);
    expect(said && ownWords(said)).not.toMatch(machine);
  });

  describe.each(days)('when $what', ({ hits, shakes = [], says, break: breakIt, mend }) => {
    let said: readonly Said[];
    beforeAll(async () => {
      const detour = (await breakIt()) ?? {};
      // On a machine that is busy with other tests an answer may come too late once: what is really hit says so again.
      for (let times = 0; times < 3; times += 1) {
        said = await askAfresh(platform, bot.store, detour, quick);
        if (strange(said, [...hits(), ...shakes]).length === 0) break;
      }
      await mend?.();
    });
    afterAll(async () => {
      if (mend === undefined || mend === closeStranger) return;
      await untilHealthy(platform.docker, platform.project, new AbortController().signal);
      await untilWell([...hits(), ...shakes]);
    });
    const statuses = (wanted: (id: string) => boolean) =>
      Object.fromEntries(said.filter(({ id }) => wanted(id)).map(({ id, status }) => [id, status]));

    test('what cannot be known is never good', () => {
      expect(Object.entries(statuses((id) => hits().includes(id))).filter(([, status]) => status === 'ok' || status === 'skipped')).toEqual(
        [],
      );
    });

    test('it is said in words of people, and why', () => {
      const odd = said.map(ownWords).filter((text) => machine.test(text));

      expect(odd).toEqual([]);
      for (const [id, words] of Object.entries(says)) expect(textOf(said.find((one) => one.id === id) ?? { ...blank, id })).toMatch(words);
    });

    test('everything else says what it said before', () => {
      expect(told(strange(said, [...hits(), ...shakes]))).toEqual([]);
    });

    test('each is over within its limit', () => {
      expect(said.filter(({ tookMs, limitMs }) => tookMs > limitMs + 1500).map(({ id, tookMs }) => `${id} ${Math.round(tookMs)}`)).toEqual(
        [],
      );
    });
  });
});

const blank: Omit<Said, 'id'> = { status: 'ok', findings: [], tookMs: 0, limitMs: 0 };
