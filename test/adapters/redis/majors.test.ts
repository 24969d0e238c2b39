import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis } from '../../../sandbox/stores/redis.ts';
import type { RedisServer } from '../../../sandbox/stores/redis.ts';
import { createRdbCheck } from '../../../src/adapters/backups/rdb.ts';
import { createRedis } from '../../../src/adapters/redis/redis.ts';
import { definitions } from '../../../src/registry.ts';
import { runCheck } from '../../../src/services/check.ts';
import { portsWith } from '../../support/absent.ts';
import { redisMajors } from '../../support/redis-majors.ts';

const majors = await redisMajors();
const checks = ['redis', 'redis-memory', 'redis-big-keys', 'queue-depth', 'celery-workers'] as const;

describe.each(majors)('$title', ({ major, program }) => {
  describe.skipIf(program === undefined)('what the checks read', () => {
    let folder: string;
    let server: RedisServer;
    let client: Redis;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), `bigshot-redis-${major}-`));
      const started = await startRedis({ folder, ...(program && { program }) });
      if ('absent' in started) throw new Error(started.absent);
      server = started;
      client = new Redis(server.url);
      await client.lpush('celery', ...Array.from({ length: 120 }, (_, index) => `message ${index} ${'x'.repeat(100)}`));
      await client.hset('a-hash', 'field', 'x'.repeat(4000));
      await client.zadd('a-set', 1, 'member');
      await client.xadd('a-stream', '*', 'field', 'value');
      await client.get('celery-task-meta-1');
    });
    afterAll(async () => {
      client?.disconnect();
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const ask = async (id: string, url = server.url) => {
      const check = definitions.checks.get(id);
      if (!check) throw new Error(`there is no check ${id}`);
      const ports = portsWith({ redis: createRedis({ url, repliesWithinMs: 200 }) });
      return (await runCheck(check, { ports, limits: {}, now: new Date(), signal: new AbortController().signal })).reported;
    };

    test('it is the version that was meant', async () => {
      const { version } = await createRedis({ url: server.url }).state(new AbortController().signal);

      expect(version).toMatch(new RegExp(`^${major}\\.`));
    });

    test('every fact of its state is there', async () => {
      const state = await createRedis({ url: server.url }).state(new AbortController().signal);

      expect(state).toMatchObject({ policy: 'noeviction', maxBytes: 0, evictedKeys: 0, lastSaveOk: true, appendOnly: false, keys: 4 });
      expect(state.usedBytes).toBeGreaterThan(100_000);
      expect(state.clients).toBeGreaterThan(0);
      expect(state.misses).toBeGreaterThan(0);
      expect(state.fragmentation).toBeGreaterThan(0);
    });

    test('large keys of every kind have their size', async () => {
      const { largest, looked } = await createRedis({ url: server.url }).bigKeys(new AbortController().signal);

      expect(looked).toBe(4);
      expect(largest.map(({ kind }) => kind).toSorted()).toEqual(['hash', 'list', 'stream', 'zset']);
      expect(largest.every(({ bytes }) => bytes > 0)).toBe(true);
    });

    test.each(checks)('%s is known, with a value', async (id) => {
      const { status, findings } = await ask(id);

      expect(['ok', 'warn', 'critical']).toContain(status);
      expect(findings.some(({ measure }) => measure !== undefined)).toBe(true);
    });

    test.each(checks)('%s of a user who may do nothing is unknown, and says why', async (id) => {
      await client.call('ACL', 'SETUSER', 'poor', 'on', '>poor', '~*', '+ping');
      const poor = new URL(server.url);
      [poor.username, poor.password] = ['poor', 'poor'];

      const { status, findings } = await ask(id, poor.href);

      expect(id === 'redis' ? 'critical' : 'unknown').toBe(status);
      expect(findings[0]?.summary).toMatch('the configured user may not do this in Redis');
    });

    test('its dump is read to its end', async () => {
      await client.save();
      const bytes = await readFile(join(folder, 'dump.rdb'));
      const check = createRdbCheck();
      check.write(bytes);

      expect(check.problem()).toBeUndefined();
      expect(bytes.subarray(0, 5).toString()).toBe('REDIS');
    });
  });
});
