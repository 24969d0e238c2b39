import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectActive } from '../../../sandbox/platform/celery/inspect.ts';
import { startQueue, type Queue } from '../../../sandbox/platform/celery/platform-queue.ts';
import { connectRedis } from '../../../sandbox/platform/celery/redis.ts';
import { startRedis } from '../../../sandbox/stores/redis.ts';
import { hold } from '../../support/hold.ts';
import type { Hold } from '../../support/hold.ts';
import { testDatabase } from '../../support/stores.ts';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

describe.skipIf(!isInstalled)('the Celery-shaped queue (needs redis-server)', () => {
  let redis: Redis;
  let pool: Pool;
  let queue: Queue;
  let work: Hold;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bigshot-celery-'));
    const server = await startRedis({ folder });
    if ('absent' in server) throw new Error(server.absent);
    const database = await testDatabase();
    pool = new Pool({ connectionString: database.url, application_name: 'worker' });
    pool.on('error', () => {});
    await pool.query(`
      CREATE TABLE jobs (id serial PRIMARY KEY, type text, domain text, status text, progress int, result text);
      CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN new; END $$;
      CREATE TRIGGER wait BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION wait()`);
    work = await hold(database.url, 'SELECT pg_advisory_xact_lock(1)');
    redis = connectRedis(server.url);
    queue = await startQueue({ redisUrl: server.url, redis, pool, hasWorker: true });
    ends.push(
      () => queue.stop(),
      () => pool.end(),
      () => database.drop(),
      () => redis.quit(),
      () => server.stop(),
      () => rm(folder, { recursive: true }),
    );
  });

  afterAll(async () => {
    for (const end of ends) await end();
  });

  test('a living worker answers and completes jobs', async () => {
    await work.awaited('^worker$');
    expect(await redis.hlen('unacked')).toBe(1);
    expect(await redis.llen('celery')).toBe(4);

    const answers = await inspectActive(redis);

    expect(answers).toHaveLength(1);
    expect(JSON.stringify(answers)).toMatch(/celery@.*enumerate_domains/);
    await work.release();
    await expect.poll(async () => (await pool.query(`SELECT id FROM jobs WHERE status = 'completed'`)).rowCount).toBe(1);
    await expect.poll(() => redis.hlen('unacked')).toBe(0);
  });

  test('a stopped worker falls silent, and asking leaves nothing behind', async () => {
    await queue.stopWorker();

    const answers = await inspectActive(redis);

    expect(answers).toEqual([]);
    expect(await redis.keys('*reply*')).toEqual([]);
  });
});
