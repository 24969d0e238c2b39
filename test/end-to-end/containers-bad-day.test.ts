import { cp, mkdir, open, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../sandbox/platform/celery/kombu.ts';
import { createRedis } from '../../src/adapters/redis/redis.ts';
import { untilHealthy } from '../../sandbox/platform/docker/containers.ts';
import { withClient } from '../../sandbox/stores/databases.ts';
import { forge } from '../adapters/backups/forge.ts';
import { openDockerHouse } from '../support/docker-house.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../support/docker-platform.ts';
import { hold, type Hold } from '../support/hold.ts';
import type { House } from '../support/house.ts';
import { until } from '../support/gate.ts';
import { readable } from '../support/slack-hand.ts';

const { signal } = new AbortController();
let platform: TestPlatform;
let house: House;

/** What is broken on purpose, what health says of it, and how it is mended. */
interface BadDay {
  readonly what: string;
  readonly says: readonly RegExp[];
  break(): Promise<unknown>;
  mend(): Promise<unknown>;
}

const container = (service: string) => platform.container(service);
const tell = async (service: string, signal: string) => (await container(service)).kill({ signal });
const stop = async (service: string) => (await container(service)).stop({ t: 5 });
const start = async (service: string) => (await container(service)).start();
const backups = () => join(platform.folder, 'backups');
const program = () => join(platform.compose.environment['SANDBOX_PROGRAM'] ?? '', 'backend.mjs');
const certificate = () => join(platform.folder, 'ssl', 'cert.pem');
const good = 'bigshot_backup_20200101_000000';
const newer = 'newer-than-all';
const remove = () => rm(join(backups(), `${newer}.tar.gz`), { recursive: true, force: true });
/** Good in the first three months of 2025. */
const EXPIRED = `-----BEGIN CERTIFICATE-----
MIIBJDCBzAIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRiaWdzaG90LmV4YW1w
bGUudGVzdDAeFw0yNTAxMDEwMDAwMDBaFw0yNTA0MDEwMDAwMDBaMB8xHTAbBgNV
BAMMFGJpZ3Nob3QuZXhhbXBsZS50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEtusgmpnoFC0usYs7fX3ZpcVn+u35v+mlVi2F9qdLPySNCYkG1BXPBBn0LIsk
6PC2lOf6fcuYhkAt0rOOIaZHoDAKBggqhkjOPQQDAgNHADBEAiAraTbcfr98nsUf
Jhv8j6NbYHsrYW+zfl9mCOEU1QIjwwIgDGkydCFFXzV+UMHLTWJec1ZvTVEVLjK/
9JYCG/2jE10=
-----END CERTIFICATE-----
`;
let lock: Hold | undefined;

const days: readonly BadDay[] = [
  {
    what: 'the database is stopped',
    says: [/critical The API answers, but has lost its database/, /critical The database cannot be asked/, /critical `database` stopped/],
    break: () => stop('database'),
    mend: () => start('database'),
  },
  {
    what: 'Redis is stopped',
    says: [/critical Redis cannot be asked/, /critical `redis` stopped/, /unknown for that reason: .*Celery workers/],
    break: () => stop('redis'),
    async mend() {
      await start('redis');
      // Celery 5.2 may never listen again after it has lost its broker.
      await (await container('celery')).restart({ t: 1 });
    },
  },
  {
    what: 'the Celery worker is killed',
    says: [/critical celery: nobody takes work: no worker listens/, /critical `celery` stopped .*: exit code 137, ended by signal 9/],
    break: () => tell('celery', 'SIGKILL'),
    mend: () => start('celery'),
  },
  {
    what: 'the Celery worker is frozen',
    says: [/unknown Celery workers: unknown, 1 worker listens but none answered in time/],
    break: () => tell('celery', 'SIGSTOP'),
    mend: () => tell('celery', 'SIGCONT'),
  },
  {
    what: 'the backend hangs: it takes connections and never answers',
    says: [/critical The API does not answer within 5 s/],
    break: () => tell('backend', 'SIGSTOP'),
    mend: () => tell('backend', 'SIGCONT'),
  },
  {
    what: 'the backend dies at each start',
    says: [/critical `backend` ends soon after each start; the engine has restarted it \d+ times: exit code 1/, /critical The API/],
    async break() {
      await rename(program(), `${program()}.kept`);
      await writeFile(program(), 'process.exit(1);\n');
      await (await container('backend')).restart({ t: 1 });
      await until(async () => (await (await container('backend')).inspect()).RestartCount >= 3);
    },
    async mend() {
      await rename(`${program()}.kept`, program());
      await (await container('backend')).restart({ t: 1 });
    },
  },
  {
    what: 'nginx is stopped',
    says: [/critical `frontend` stopped/],
    break: () => stop('frontend'),
    mend: () => start('frontend'),
  },
  {
    what: 'a table is locked, and the backend waits for it',
    says: [/warn `jobs` has been locked for .* by the session \d+.*, which is idle in transaction; \d+ sessions? waits?, the longest for /],
    async break() {
      lock = await hold(platform.databaseUrl, 'LOCK TABLE jobs');
      void withClient(platform.databaseUrl, (client) => client.query('SELECT count(*) FROM jobs')).catch(() => undefined);
      await sleep(3000);
    },
    mend: async () => lock?.release(),
  },
  {
    what: 'a table is dropped',
    says: [/critical The table `text_notes` is gone; the backup of .* has 250 rows of it/],
    break: () => withClient(platform.databaseUrl, (client) => client.query('DROP TABLE text_notes')),
    mend: () => withClient(platform.databaseUrl, (client) => client.query('CREATE TABLE text_notes (id int)')),
  },
  {
    what: '150 messages wait and there is no worker',
    says: [/critical celery: nobody takes work: no worker listens and 15\d messages wait/, /warn 15\d messages wait in the queue `celery`/],
    async break() {
      await stop('celery');
      const message = {
        body: [[0, 'x.test'], {}, {}],
        headers: { id: 'x', task: 'normalize_domains' },
        exchange: '',
        routingKey: 'celery',
      };
      await withRedis((redis) => redis.lpush('celery', ...Array.from({ length: 150 }, () => pack(message))));
    },
    async mend() {
      await withRedis((redis) => redis.del('celery'));
      await start('celery');
    },
  },
  {
    what: 'the disk with the backups is full to 97 %',
    says: [/critical Disk `.*backups` is 97 % used/],
    async break() {
      const { blocks, bsize, bfree } = await statfs(backups());
      const file = await open(join(backups(), '.gitkeep'), 'w');
      await file.writeFile(Buffer.alloc(Math.ceil((bfree - blocks * 0.03) * bsize)));
      await file.close();
    },
    mend: () => rm(join(backups(), '.gitkeep')),
  },
  {
    what: 'the newest backup is corrupt',
    says: [/warn The newest archive, `newer-than-all` .* failed its verification: the gzip data is damaged/],
    async break() {
      const bytes = await readFile(join(backups(), `${good}.tar.gz`));
      bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 64);
      await writeFile(join(backups(), `${newer}.tar.gz`), bytes);
    },
    mend: remove,
  },
  {
    what: 'the newest backup has an empty dump',
    says: [/warn The newest archive, `newer-than-all` .* failed its verification: database_backup.sql is empty/],
    break: () => forge(backups(), newer, [{ path: `${newer}/database_backup.sql`, data: '' }]),
    mend: remove,
  },
  {
    what: 'the newest backup is a folder, and there is no other',
    says: [/critical There is no backup; `newer-than-all` is none: a folder, not an archive/],
    async break() {
      await moved(backups(), `${backups()}.away`);
      await mkdir(join(backups(), newer));
    },
    async mend() {
      await rm(join(backups(), newer), { recursive: true });
      await moved(`${backups()}.away`, backups());
    },
  },
  {
    what: 'there is no backup',
    says: [/critical There is no backup/],
    break: () => moved(backups(), `${backups()}.away`),
    mend: () => moved(`${backups()}.away`, backups()),
  },
  {
    what: 'the certificate has expired',
    says: [/critical The certificate of `bigshot.example.test` expired/],
    async break() {
      await rename(certificate(), `${certificate()}.kept`);
      await writeFile(certificate(), EXPIRED);
    },
    mend: () => rename(`${certificate()}.kept`, certificate()),
  },
  {
    what: 'the certificate is not there',
    says: [/critical There is no certificate at `.*cert\.pem`/],
    break: () => rename(certificate(), `${certificate()}.kept`),
    mend: () => rename(`${certificate()}.kept`, certificate()),
  },
];

/** A folder that is a disk of its own cannot be renamed; what is in it can be moved. */
async function moved(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    await cp(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
    await rm(join(from, name), { recursive: true });
  }
}

async function withRedis(work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(platform.redisUrl);
  await work(redis);
  redis.disconnect();
}

describe.skipIf(NO_ENGINE !== '')(`a bad day of a platform in containers${NO_ENGINE}`, () => {
  beforeAll(async () => {
    platform = await openDockerPlatform();
    house = await openDockerHouse(platform);
    await house.start('start');
    await until(async () => (await readdir(platform.folder)).includes('backups-made'));
    // A disk of their own, small enough to be filled; the older backups of the platform are behind it.
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', backups()]);
    await house.hand.type('dana', `backup create --name ${good}`);
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  afterAll(async () => {
    await house?.close();
    await execa('umount', [backups()], { reject: false });
    await platform?.drop();
  });

  /** Asks for the health, and what the card says in the end. */
  async function health(): Promise<string> {
    const said = await house.hand.type('dana', 'health');
    const run = /run (\d+)/.exec(said)?.[1] ?? '';
    return readable(await house.hand.see('dana', new RegExp(`Health · prod[\\s\\S]*checks in [\\s\\S]*run ${run} `)));
  }

  /** Asks until it says so: on a machine that is busy with other tests, one answer more may be late. */
  async function healthSaying(isSo: (text: string) => boolean): Promise<string> {
    for (let asked = 1; ; asked += 1) {
      const text = await health();
      if (asked === 4 || isSo(text)) return text;
    }
  }

  it('on the healthy platform nobody is alarmed', async () => {
    // The load is that of the machine that runs the tests.
    const isAlarm = (line: string) => /^(?:🔴|🟡|⚪) (?:critical|warn|unknown)/u.test(line) && !line.includes('Load is');
    const alarmsIn = (text: string) => text.split('\n').filter(isAlarm);

    expect(alarmsIn(await healthSaying((text) => alarmsIn(text).length === 0))).toEqual([]);
  });

  it('the button beside a service that was stopped starts it, and who holds the data is not restarted from here', async () => {
    await stop('celery');
    await health();
    const [card] = await house.hand.messages('dana');
    await house.hand.press('dana', card?.ts ?? '', 'restart celery --env prod');
    await house.hand.see('dana', /Restart a service[\s\S]*done in[\s\S]*`celery` runs/);

    await house.hand.type('dana', 'restart database');
    await house.hand.see('dana', /`database` holds data[\s\S]*can be restarted are `backend`, `celery` and `frontend`/);
    await house.hand.type('dana', 'restart celeri');
    await house.hand.see('dana', /There is no service `celeri`/);
  });

  it.each(days)('$what', async (day) => {
    await day.break();
    try {
      const text = await healthSaying((said) => day.says.every((pattern) => pattern.test(said)));
      for (const pattern of day.says) expect(text).toMatch(pattern);
    } finally {
      await day.mend();
      await untilHealthy(platform.docker, platform.project, signal);
      // A worker hears again only a while after it runs.
      await until(async () => (await createRedis({ url: platform.redisUrl }).celery(signal)).replies.length > 0);
    }
  });
});
