import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subSeconds } from 'date-fns';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { queueState, type SeenTails } from '../../../src/adapters/redis/queues.ts';
import { createRedis } from '../../../src/adapters/redis/redis.ts';
import { reason, story } from '../../../src/core/errors.ts';
import { freePort } from '../../../sandbox/stores/ports.ts';
import { startRedis, type RedisServer } from '../../../sandbox/stores/redis.ts';
import { inTime } from '../../support/in-time.ts';
import { startWorker, type Worker } from './worker.ts';
import { portOf } from '../../support/port-of.ts';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;
/** Longer than anything may take that does not wait for missing replies. */
const repliesWithinMs = 10_000;
const SEPARATOR = '\x06\x16';

describe.skipIf(!isInstalled)('over a real Redis (redis-server is not installed otherwise)', () => {
  let folder: string;
  let server: RedisServer;
  let client: Redis;
  const workers: Worker[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-redis-'));
    server = await start(join(folder, 'one'));
    client = new Redis(server.url);
  });

  afterAll(async () => {
    client.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => client.flushall());

  test('large keys are found by walking over all, the largest first, with what they are', async () => {
    await client.set('small', 'x');
    await client.lpush('celery', ...Array.from({ length: 500 }, (_, index) => `message ${index} ${'x'.repeat(100)}`));
    await Promise.all(Array.from({ length: 1500 }, (_, index) => client.set(`k${index}`, 'y')));

    const { keys, looked, largest } = await createRedis({ url: server.url }).bigKeys(new AbortController().signal);

    expect({ keys, looked }).toEqual({ keys: 1502, looked: 1502 });
    expect(largest[0]).toEqual({ name: 'celery', kind: 'list', bytes: expect.any(Number) });
    expect(largest[0]?.bytes).toBeGreaterThan(50_000);
    expect(largest).toHaveLength(15);
  });

  test('its state tells keys, clients and look-ups', async () => {
    await client.set('a', 'b');
    await client.get('a');
    await client.get('nothing');

    const state = await createRedis({ url: server.url }).state(new AbortController().signal);

    expect(state).toMatchObject({ keys: 1, appendOnly: expect.any(Boolean) });
    expect(state.hits).toBeGreaterThan(0);
    expect(state.misses).toBeGreaterThan(0);
    expect(state.clients).toBeGreaterThan(0);
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.stop();
  });

  test('the state has version, memory, policy and saves', async () => {
    const began = performance.now();

    const state = await createRedis({ url: server.url }).state(signal());

    expect(state).toMatchObject({ maxBytes: 0, policy: 'noeviction', evictedKeys: 0, lastSaveOk: true, appendOnly: false });
    expect(state.version).toMatch(/^\d+\.\d+/);
    expect(state.usedBytes).toBeGreaterThan(100_000);
    expect(state.latencyMs).toBeLessThanOrEqual(performance.now() - began + 1);
  });

  test('a limit and another policy are seen', async () => {
    await client.config('SET', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lru');

    const state = await createRedis({ url: server.url }).state(signal());
    await client.config('SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction');

    expect(state).toMatchObject({ maxBytes: 100 * 1024 ** 2, policy: 'allkeys-lru' });
  });

  test('a broker that was never used has one empty queue and no age', async () => {
    const queues = await createRedis({ url: server.url }).queues(signal());

    expect(queues).toEqual({ queues: [{ name: 'celery', messages: 0 }], unacknowledged: 0 });
  });

  test('something else under the name of a queue is told in words', async () => {
    await client.set('celery', 'no list');

    const problem = await createRedis({ url: server.url }).queues(signal()).catch(reason);

    expect(problem).toBe("something else than a queue lies under one of the queues' names (WRONGTYPE)");
  });

  test('queues are found by their bindings, priorities count, control and events do not', async () => {
    await client.sadd('_kombu.binding.celery', ['celery', '', 'celery'].join(SEPARATOR));
    await client.sadd('_kombu.binding.mail', ['mail', '', 'mail'].join(SEPARATOR));
    await client.sadd('_kombu.binding.celery.pidbox', ['', '', 'celery@one.celery.pidbox'].join(SEPARATOR));
    await client.sadd('_kombu.binding.celeryev', ['worker.#', '', 'celeryev.4711'].join(SEPARATOR));
    await client.lpush('celery', '{}', 'no json');
    await client.lpush(`celery${SEPARATOR}3`, '{}');
    await client.lpush(`mail${SEPARATOR}9`, '{}');
    await client.hset('unacked', 'tag', '[]');

    const queues = await createRedis({ url: server.url }).queues(signal());

    expect(queues).toEqual({
      queues: [
        { name: 'celery', messages: 3 },
        { name: 'mail', messages: 1 },
      ],
      unacknowledged: 1,
    });
  });

  test.each([
    ['seconds in a header', (sent: Date) => ({ headers: { timestamp: sent.getTime() / 1000 } })],
    ['milliseconds in a property', (sent: Date) => ({ properties: { timestamp: sent.getTime() } })],
    ['an ISO time without a zone', (sent: Date) => ({ headers: { sent_at: sent.toISOString().slice(0, -1) } })],
  ])('the age of the oldest message is known by %s', async (_, message) => {
    const sent = subSeconds(new Date(), 400);
    await client.lpush('celery', JSON.stringify(message(sent)));
    await client.lpush('celery', JSON.stringify({ headers: { timestamp: Date.now() / 1000 } }));

    const { oldest } = await createRedis({ url: server.url }).queues(signal());

    expect(oldest?.queue).toBe('celery');
    expect(oldest?.seconds).toBeGreaterThanOrEqual(399);
    expect(oldest?.seconds).toBeLessThanOrEqual(Math.ceil((Date.now() - sent.getTime()) / 1000));
  });

  test('a message without a time has waited at least since it was first seen as the next', async () => {
    const seen: SeenTails = new Map();
    await client.lpush('celery', '{"first": 1}', '{"second": 1}');
    expect((await queueState(client, seen)).oldest).toBeUndefined();
    const [[list, tail] = ['', { message: '', at: 0 }]] = seen;
    seen.set(list, { ...tail, at: Date.now() - 400_000 });

    const later = await queueState(client, seen);
    await client.rpop('celery');
    const taken = await queueState(client, seen);

    expect(later.oldest).toEqual({ queue: 'celery', seconds: 400, isAtLeast: true });
    expect(taken.oldest).toBeUndefined();
  });

  test('the message that was taken first is known by its time', async () => {
    await client.hset('unacked', 'one', '[]', 'two', '[]');
    await client.zadd('unacked_index', Date.now() / 1000 - 700, 'one', Date.now() / 1000 - 5, 'two');

    const { unacknowledged, takenSeconds } = await createRedis({ url: server.url }).queues(signal());

    expect({ unacknowledged, takenSeconds }).toEqual({ unacknowledged: 2, takenSeconds: expect.closeTo(700, -1) });
  });

  test('two workers answer with their tasks, long before the time is over', async () => {
    workers.push(await startWorker(server.url, 'celery@one', [{ id: 'a', time_start: Date.now() / 1000 - 90 }]));
    workers.push(await startWorker(server.url, 'celery@two', []));

    const { subscribers, replies } = await inTime(repliesWithinMs / 2, createRedis({ url: server.url, repliesWithinMs }).celery(signal()));

    expect(subscribers).toBe(2);
    expect(replies).toEqual([
      { worker: 'celery@one', activeTasks: 1, longestTaskSeconds: expect.closeTo(90, -1) },
      { worker: 'celery@two', activeTasks: 0, longestTaskSeconds: 0 },
    ]);
  });

  test('a worker that hears and keeps silent is a subscriber without a reply', async () => {
    workers.push(await startWorker(server.url, 'celery@stuck', 'silent'));

    const { subscribers, replies } = await createRedis({ url: server.url, repliesWithinMs: 200 }).celery(signal());

    expect({ subscribers, replies }).toEqual({ subscribers: 1, replies: [] });
  });

  test('with no worker nobody is waited for', async () => {
    const { subscribers, replies } = await inTime(repliesWithinMs / 2, createRedis({ url: server.url, repliesWithinMs }).celery(signal()));

    expect({ subscribers, replies }).toEqual({ subscribers: 0, replies: [] });
  });

  test('an answer that is no JSON is no worker', async () => {
    workers.push(await startWorker(server.url, 'celery@odd', 'rubbish'));

    const { replies } = await inTime(repliesWithinMs / 2, createRedis({ url: server.url, repliesWithinMs }).celery(signal()));

    expect(replies).toEqual([]);
  });

  test('nothing of the question stays in the broker after an answer', async () => {
    workers.push(await startWorker(server.url, 'celery@one', []));

    await createRedis({ url: server.url }).celery(signal());

    expect(await client.keys('*reply*')).toEqual([]);
  });

  test('nothing of the question stays in the broker after a cancelled look', async () => {
    const worker = await startWorker(server.url, 'celery@one', 'silent');
    workers.push(worker);
    const controller = new AbortController();

    const look = createRedis({ url: server.url, repliesWithinMs }).celery(controller.signal).catch(String);
    await worker.heard;
    const during = await client.keys('*reply*');
    controller.abort(new Error('cancelled'));

    expect(await look).toBe('Error: cancelled');
    expect(during).toHaveLength(1);
    expect(await client.keys('*reply*')).toEqual([]);
  });

  test('a missing and a wrong password have words of their own', async () => {
    const { host } = new URL(server.url);

    const none = await createRedis({ url: `redis://${host}/0` })
      .state(signal())
      .catch(story);
    const wrong = await createRedis({ url: `redis://:not-this@${host}/0` })
      .state(signal())
      .catch(story);

    expect(none).toBe('reading the state of Redis: Redis asks for a password, and none is configured');
    expect(wrong).toBe('reading the state of Redis: Redis rejects the configured password');
  });

  test('a replica is read and cannot be asked', async () => {
    await client.replicaof('127.0.0.1', await freePort());

    const state = await createRedis({ url: server.url }).state(signal()).catch(story);
    const celery = await createRedis({ url: server.url }).celery(signal()).catch(story);
    await client.replicaof('NO', 'ONE');

    expect(state).toMatchObject({ policy: 'noeviction' });
    expect(celery).toBe('asking the Celery workers: this Redis is a read-only replica');
  });

  test('a Redis that cannot save says so, in its state and in words', async () => {
    const broken = await start(join(folder, 'broken'));
    const admin = new Redis(broken.url);
    onTestFinished(async () => {
      // With something to save it would refuse to stop.
      await admin.config('SET', 'save', '');
      admin.disconnect();
      await broken.stop();
    });
    await admin.config('SET', 'save', '3600 1');
    await rm(join(folder, 'broken'), { recursive: true });
    await admin.bgsave();
    await expect.poll(() => admin.info('persistence')).toContain('rdb_last_bgsave_status:err');

    const state = await createRedis({ url: broken.url }).state(signal());
    const celery = await createRedis({ url: broken.url }).celery(signal()).catch(story);

    expect(state.lastSaveOk).toBe(false);
    expect(celery).toContain('Redis refuses to write because it could not save to disk');
  });
});

test('where nothing listens the words say so, without the password', async () => {
  const port = await freePort();

  const problem = await createRedis({ url: `redis://:not-this@127.0.0.1:${port}/0` })
    .state(signal())
    .catch(story);

  expect(problem).toBe(`reading the state of Redis: nothing listens at 127.0.0.1:${port}`);
});

test('a Redis that still loads says so at once', async () => {
  const loading = createServer(
    (socket) => void socket.on('data', () => socket.write('-LOADING Redis is loading the dataset in memory\r\n')),
  );
  await new Promise<void>((resolve) => loading.listen(0, '127.0.0.1', resolve));
  const port = portOf(loading);

  const problem = await createRedis({ url: `redis://127.0.0.1:${port}/0` })
    .state(signal())
    .catch(story);
  loading.close();

  expect(problem).toBe('reading the state of Redis: Redis is still loading its data from disk');
});

async function start(folder: string): Promise<RedisServer> {
  const started = await startRedis({ folder });
  if ('absent' in started) throw new Error(started.absent);
  return started;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
