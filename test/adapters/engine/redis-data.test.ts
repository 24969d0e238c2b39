import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBackups } from '../../../src/adapters/backups/backups.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { containerPrograms } from '../../../src/adapters/engine/programs.ts';
import { createRedisData, type RedisData } from '../../../src/adapters/redis/data.ts';
import type { BackupsWriter } from '../../../src/ports/backups.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../../support/docker-platform.ts';
import { until } from '../../support/gate.ts';

const { signal } = new AbortController();
const quiet = (): void => undefined;

describe.skipIf(NO_ENGINE !== '')(`the data of Redis${NO_ENGINE}`, () => {
  let platform: TestPlatform;
  let data: RedisData;
  let backups: BackupsWriter;
  let folder: string;
  let redis: Redis;

  beforeAll(async () => {
    platform = await openDockerPlatform();
    const { project, redisUrl, databaseUrl } = platform;
    for (const service of ['celery', 'backend']) await (await platform.container(service)).stop();
    folder = join(platform.folder, 'archives');
    await mkdir(folder);
    const engine = createEngine({ url: 'unix:///var/run/docker.sock' });
    data = createRedisData({ engine, project, service: 'redis', url: redisUrl, folder });
    const programs = containerPrograms(engine, { project, service: 'database', url: databaseUrl });
    const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
    backups = createBackups({ folder, files: {}, databaseUrl, remembered, version: '0.1.0', programs, redis: data });
    redis = new Redis(redisUrl, { retryStrategy: () => 100, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
  });

  afterAll(async () => {
    redis.disconnect();
    await platform.drop();
  });

  beforeEach(async () => {
    await redis.flushall();
    await redis.set('before', 'yes');
    await redis.lpush('celery', 'first', 'second');
  });

  afterEach(async () => {
    const helpers = await platform.docker.listContainers({ all: true, filters: { label: [`bigshot.redis-helper=${platform.project}`] } });
    const partials = (await readdir(folder)).filter((name) => name.includes('partial'));
    const isMaster = (await redis.role())[0] === 'master';
    if (helpers.length > 0 || partials.length > 0 || !isMaster)
      throw new Error(`left behind: ${JSON.stringify({ helpers, partials, isMaster })}`);
  });

  const restart = async () => (await platform.container('redis')).restart();
  const isAppending = async () => /aof_enabled:1/.test(await redis.info('persistence'));
  const archived = async (name: string) => {
    const { sha256 } = await backups.create(name, quiet, signal);
    return { archive: name, sha256 };
  };

  test('a backup has the dump of this moment, and says what Redis held', async () => {
    await archived('with-redis');

    const { verified, level, notApplicable, contents } = await backups.verify('with-redis', signal);

    expect({ verified, level, notApplicable }).toEqual({ verified: true, level: 3, notApplicable: [] });
    expect(contents?.redis).toEqual({ is: 'included', keys: 2, queues: { celery: 2 } });
  });

  test('what an archive holds replaces everything, with the append-only file on, and outlives two restarts', async () => {
    const source = await archived('old');
    await redis.set('after', 'yes');
    await redis.del('before');
    expect(await isAppending()).toBe(true);

    await data.replace(source, signal);

    const kept = { before: 'yes', after: null, celery: ['second', 'first'] };
    const now = async () => ({
      before: await redis.get('before'),
      after: await redis.get('after'),
      celery: await redis.lrange('celery', 0, -1),
    });
    expect(await now()).toEqual(kept);
    await restart();
    expect(await now()).toEqual(kept);
    await redis.set('later', 'yes');
    await restart();
    expect({ ...(await now()), later: await redis.get('later') }).toEqual({ ...kept, later: 'yes' });
  });

  test('without an append-only file its dump on the disk has the new data before it is done', async () => {
    const source = await archived('plain');
    await redis.config('SET', 'appendonly', 'no');
    await redis.set('after', 'yes');

    await data.replace(source, signal);

    expect(await redis.info('persistence')).toMatch(/aof_enabled:0[\s\S]*/);
    expect(await redis.info('persistence')).toMatch(/rdb_changes_since_last_save:0\r/);
    expect(await redis.get('after')).toBeNull();
    await redis.config('SET', 'appendonly', 'yes');
  });

  test('what was kept comes back, and keeping again under the same name keeps the first', async () => {
    await data.keep('redis_before_7', signal);
    await redis.flushall();
    await data.keep('redis_before_7', signal);

    await data.replace({ kept: 'redis_before_7' }, signal);

    expect(await redis.get('before')).toBe('yes');
    expect(await data.kept('redis_before_7')).toEqual({ bytes: expect.any(Number) });
    expect((await backups.list(signal)).rubble).toEqual([]);
    await data.forget('redis_before_7');
    expect(await data.kept('redis_before_7')).toBeUndefined();
  });

  test('an archive that is not the approved one changes nothing', async () => {
    const { archive } = await archived('other');
    await redis.set('after', 'yes');

    await expect(data.replace({ archive, sha256: '0'.repeat(64) }, signal)).rejects.toThrow('not the archive that was approved');

    expect(await redis.get('after')).toBe('yes');
  });

  test('a dump that Redis cannot load is refused by the helper, before the platform’s own is touched', async () => {
    await data.keep('redis_before_8', signal);
    const file = join(folder, 'redis_before_8.rdb');
    await spoil(file);

    await expect(data.replace({ kept: 'redis_before_8' }, signal)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('could not load the dump') },
    });

    expect(await redis.get('before')).toBe('yes');
    await data.forget('redis_before_8');
  });

  test('a replacement that was cut leaves Redis a replica; releasing it takes writes again', async () => {
    await redis.replicaof('192.0.2.1', 6379);

    await data.release(signal);

    await redis.set('written', 'yes');
    expect(await redis.get('written')).toBe('yes');
  });

  test('a Redis with replicas is not to be replaced, and why is said', async () => {
    await redis.replicaof('192.0.2.1', 6379);
    expect(await data.holdings(signal)).toEqual({ is: 'fixed', why: 'this Redis is a replica of another one' });

    await data.release(signal);
    expect(await data.holdings(signal)).toMatchObject({ is: 'replaceable', keys: 2, queues: { celery: 2 } });
  });

  test('a backup while Redis is stopped is made without it, and says why', async () => {
    await (await platform.container('redis')).stop();

    await archived('without-redis');

    const { verified, contents } = await backups.verify('without-redis', signal);
    expect(verified).toBe(true);
    expect(contents?.redis).toMatchObject({ is: 'left out', why: expect.stringContaining('no container of redis runs') });
    await (await platform.container('redis')).start();
    await until(async () => (await redis.ping()) === 'PONG');
  });

  test('a name that leads elsewhere is refused', async () => {
    await expect(data.keep('../redis_before_7', signal)).rejects.toThrow('no name of data');
  });

  async function spoil(file: string): Promise<void> {
    const bytes = await readFile(file);
    bytes.write('9999', 5);
    await writeFile(file, bytes);
  }
});
