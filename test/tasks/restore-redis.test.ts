import { expect, test } from 'vitest';
import { createUnmanagedServices } from '../../src/adapters/services/unmanaged.ts';
import type { ArchiveContents, BackupsWriter, Verification } from '../../src/ports/backups.ts';
import type { RedisDataWriter, RedisHoldings } from '../../src/ports/redis-data.ts';
import { planKeptRedis, planRedis, serveAgain } from '../../src/tasks/restore/redis.ts';
import { sample } from '../adapters/backups/sample.ts';

const { signal } = new AbortController();
const never = (): Promise<never> => Promise.reject(new Error('Redis is not there'));

/** The backups of a small platform, with a Redis that says this of itself and can do nothing. */
async function withRedis(holdings: RedisHoldings, kept?: { readonly bytes: number }): Promise<BackupsWriter> {
  const platform = await sample();
  await platform.drop();
  const redis: RedisDataWriter = {
    holdings: () => Promise.resolve(holdings),
    kept: () => Promise.resolve(kept),
    keep: never,
    replace: never,
    release: never,
    forget: never,
  };
  return { ...platform.backups(), redis };
}

const contents = (redis: ArchiveContents['redis']): ArchiveContents => ({
  database: 'bigshot',
  serverVersion: 150_018,
  extensions: [],
  rows: { jobs: 1 },
  dumpBytes: 1,
  ...(redis && { redis }),
});
const verification = (given: Partial<Verification> = {}): Verification => ({
  name: 'good',
  verified: true,
  kind: 'format 2',
  level: 3,
  problems: [],
  notApplicable: [],
  bytes: 1,
  sha256: '91ab',
  takenAt: new Date(0),
  verifiedAt: new Date(0),
  tookMs: 1,
  contents: contents({ is: 'included', keys: 12, queues: { celery: 5, mail: 0 } }),
  ...given,
});
const free: RedisHoldings = { is: 'replaceable', version: '7.0.15', keys: 3, queues: { celery: 150 } };

test('the plan says what comes and what is put aside, with what waits in each', async () => {
  const plan = await planRedis(await withRedis(free), verification(), 482, signal);

  expect(plan).toEqual({
    is: 'plan',
    work: { from: { archive: 'good', sha256: '91ab' }, kept: 'redis_before_482' },
    facts: [
      'Redis too: 12 keys, 5 messages in the queue `celery`; jobs that were done since then run again',
      'what it holds now, 3 keys, 150 messages in the queue `celery`, is kept as `redis_before_482` and goes with the undo',
    ],
  });
});

test.each<[string, RedisHoldings, Partial<Verification>, string]>([
  [
    'an archive that was made while Redis was away',
    free,
    { contents: contents({ is: 'left out', why: 'no container of redis runs' }) },
    '`good` has no dump of Redis: no container of redis runs',
  ],
  [
    'an archive without one',
    free,
    { notApplicable: ['no redis_backup.rdb in it'], contents: contents(undefined) },
    '`good` has no dump of Redis',
  ],
  [
    'a replica',
    { is: 'fixed', why: 'this Redis is a replica of another one' },
    {},
    'the data of Redis cannot be replaced: this Redis is a replica of another one',
  ],
])('%s is refused with its reason', async (_, holdings, given, why) => {
  expect(await planRedis(await withRedis(holdings), verification(given), 482, signal)).toEqual({ is: 'impossible', why });
});

test('without a container engine it is refused, and the reason names that', async () => {
  const platform = await sample();
  await platform.drop();

  expect(await planRedis(platform.backups(), verification(), 482, signal)).toEqual({
    is: 'impossible',
    why: 'no container engine is configured, so what Redis holds can neither be saved nor brought back',
  });
});

test('what was kept and is gone cannot be brought back', async () => {
  expect(await planKeptRedis(await withRedis(free), 'redis_before_7', 482, signal)).toMatchObject({
    is: 'impossible',
    why: expect.stringContaining('`redis_before_7`, is not there any more'),
  });
});

test('a Redis that cannot be helped does not keep the services from starting, and is told', async () => {
  const started: string[] = [];
  const services = { ...createUnmanagedServices(), start: (names: readonly string[]) => Promise.resolve(void started.push(...names)) };
  const redis = { from: { kept: 'redis_before_7' }, kept: 'redis_before_8' };

  const ending = serveAgain({ backups: await withRedis(free), services, signal }, { stopped: ['backend', 'celery'], redis });

  await expect(ending).rejects.toThrow('Redis is not there');
  expect(started).toEqual(['backend', 'celery']);
});
