import { expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/database.ts';
import { createRedis } from '../../src/adapters/redis/redis.ts';
import { celeryWorkers } from '../../src/checks/celery-workers.ts';
import { database } from '../../src/checks/database.ts';
import { queueDepth } from '../../src/checks/queue-depth.ts';
import { redis } from '../../src/checks/redis.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { DatabaseState } from '../../src/ports/database.ts';
import type { CeleryState, RedisState } from '../../src/ports/redis.ts';
import { freePort } from '../../sandbox/stores/ports.ts';
import { judged, seen, signal } from './judged.ts';

const MiB = 1024 ** 2;
const calm: DatabaseState = {
  serverVersion: 150018,
  latencyMs: 1.4,
  connections: 11,
  maxConnections: 100,
  sizeBytes: 85 * MiB,
  longestQuerySeconds: 0,
  idleInTransactionSeconds: 0,
};

test.each<[string, Partial<DatabaseState>, string, string]>([
  ['well', {}, 'ok', 'The database answers in 1 ms, with 11 of 100 connections and 85 MiB.'],
  ['slow', { latencyMs: 600 }, 'warn', 'The database took 600 ms to answer (warn 500 ms).'],
  ['nearly out of connections', { connections: 80 }, 'warn', "80 % of the database's 100 connections are in use (warn 80 %)."],
  ['out of connections', { connections: 97 }, 'critical', "97 % of the database's 100 connections are in use (limit 90 %)."],
  ['busy with a query', { longestQuerySeconds: 61 }, 'warn', 'A query has been running for 61 s (warn 60 s).'],
  ['busy for half an hour', { longestQuerySeconds: 1800 }, 'critical', 'A query has been running for 30 min (limit 30 min).'],
  [
    'held by a transaction',
    { idleInTransactionSeconds: 700 },
    'critical',
    'A transaction has been open and idle for 12 min (limit 10 min): it holds its locks.',
  ],
])('a database that is %s', (_, changed, status, summary) => {
  expect(seen(judged(database, { ...calm, ...changed }))).toEqual([[status, summary]]);
});

test('a database that nobody can ask is critical, and its address is not shown', () => {
  const [finding] = judged(database, { problem: 'connecting: postgres://bigshot:hunter22@db refused' });

  expect(finding).toMatchObject({ status: 'critical', summary: 'The database cannot be asked: connecting: postgres://***@db refused.' });
});

const sound: RedisState = {
  version: '7.0.15',
  latencyMs: 1,
  usedBytes: 2 * MiB,
  maxBytes: 0,
  policy: 'noeviction',
  evictedKeys: 0,
  lastSaveOk: true,
  appendOnly: true,
  hits: 23,
  misses: 107,
  keys: 9,
  clients: 12,
  fragmentation: 1.2,
  upSeconds: 86_400,
};

test.each<[string, Partial<RedisState>, readonly (readonly [string, string])[]]>([
  ['well', {}, [['ok', 'Redis 7.0.15 answers in 1 ms, keeps what it gets and uses 2 MiB.']]],
  [
    'set to evict',
    { policy: 'allkeys-lru' },
    [['warn', 'Redis is a broker and may throw jobs away when its memory is full: its policy is `allkeys-lru` (should be noeviction).']],
  ],
  [
    'evicting',
    { policy: 'allkeys-lru', evictedKeys: 12 },
    [
      ['critical', 'Redis has thrown 12 keys away for want of memory: jobs may be lost.'],
      ['warn', expect.stringContaining('allkeys-lru')],
    ],
  ],
  ['not saving', { lastSaveOk: false }, [['critical', 'Redis could not save to disk the last time it tried.']]],
  ['silent about its policy', { policy: 'unknown' }, [['unknown', 'Redis does not say what it does when its memory is full.']]],
  ['nearly full', { maxBytes: 256 * MiB, usedBytes: 240 * MiB }, [['warn', 'Redis uses 94 % of its 256 MiB (warn 90 %).']]],
  ['full', { maxBytes: 256 * MiB, usedBytes: 256 * MiB }, [['critical', 'Redis uses 100 % of its 256 MiB (limit 95 %).']]],
])('a Redis that is %s', (_, changed, expected) => {
  expect(seen(judged(redis, { ...sound, ...changed }))).toEqual(expected);
});

test('a Redis that is not there is a result, not an unknown', async () => {
  const port = await freePort();
  const reader = createRedis({ url: `redis://127.0.0.1:${port}` });

  const measure = await redis.probe({ redis: reader, signal, now: new Date() });

  expect(seen(judged(redis, measure))).toEqual([['critical', `Redis cannot be asked: nothing listens at 127.0.0.1:${port}.`]]);
});

test('a database that is not there is a result, not an unknown', async () => {
  const port = await freePort();
  const reader = createDatabase({ url: `postgres://bigshot:secret@127.0.0.1:${port}/x` });

  const measure = await database.probe({ database: reader, signal, now: new Date() });

  expect(seen(judged(database, measure))).toEqual([['critical', `The database cannot be asked: nothing listens at 127.0.0.1:${port}.`]]);
});

test.each<[string, readonly Finding[]]>([
  ['a database that cannot be asked', judged(database, { problem: 'it closed the connection' })],
  [
    'a database with ills of each kind',
    judged(database, { ...calm, latencyMs: 4000, connections: 97, longestQuerySeconds: 1800, idleInTransactionSeconds: 700 }),
  ],
  ['a Redis that cannot be asked', judged(redis, { problem: 'Redis closed the connection' })],
  [
    'a Redis with ills of each kind',
    judged(redis, { ...sound, policy: 'allkeys-lru', evictedKeys: 1, lastSaveOk: false, maxBytes: 2 * MiB }),
  ],
])('each finding says what to do: %s', (_, found) => {
  expect(found.filter(({ remedies = [] }) => remedies.length === 0)).toEqual([]);
});

const idle: CeleryState = { queues: [{ name: 'celery', messages: 0 }], unacknowledged: 0, subscribers: 2, replies: [] };
const worker = (longestTaskSeconds: number): CeleryState['replies'] => [{ worker: 'celery@one', activeTasks: 1, longestTaskSeconds }];

test.each<[string, Partial<CeleryState>, string, string]>([
  ['one that answers', { replies: worker(12) }, 'ok', '1 Celery worker answers, with 1 active task.'],
  ['one long at a task', { replies: worker(2000) }, 'warn', '`celery@one` has been on one task for 33 min (warn 30 min): it may hang.'],
  [
    'one stuck in a task',
    { replies: worker(9000) },
    'critical',
    '`celery@one` has been on one task for 2 h 30 min (limit 2 h): it may hang.',
  ],
  ['two that only listen', {}, 'unknown', 'Celery workers: unknown, 2 workers listen but none answered in time.'],
  [
    'one that only listens, and a young message',
    { subscribers: 1, queues: [{ name: 'celery', messages: 1 }], oldest: { queue: 'celery', seconds: 20 } },
    'unknown',
    'Celery workers: unknown, 1 worker listens but none answered in time and 1 message waits, the oldest for 20 s.',
  ],
  ['nobody', { subscribers: 0 }, 'critical', 'celery: nobody takes work: no worker listens.'],
  [
    'nobody, and messages without a time',
    { subscribers: 0, queues: [{ name: 'celery', messages: 5 }] },
    'critical',
    'celery: nobody takes work: no worker listens and 5 messages wait, for how long is not known.',
  ],
  [
    'silence, and messages that wait for long',
    { queues: [{ name: 'celery', messages: 150 }], oldest: { queue: 'celery', seconds: 720 } },
    'critical',
    'celery: nobody takes work: no worker answers and 150 messages wait, the oldest for 12 min (limit 5 min).',
  ],
])('workers: %s', (_, changed, status, summary) => {
  expect(seen(judged(celeryWorkers, { ...idle, ...changed }))).toEqual([[status, summary]]);
});

test.each<[string, Pick<CeleryState, 'queues' | 'unacknowledged' | 'takenSeconds' | 'oldest'>, readonly (readonly [string, string])[]]>([
  ['empty', idle, [['ok', 'The queue is empty.']]],
  [
    'short',
    { ...idle, queues: [{ name: 'celery', messages: 99 }], unacknowledged: 4 },
    [
      [
        'ok',
        '99 messages in the queue `celery`, 4 taken and not finished; how long they have waited is not known, since they carry no time.',
      ],
    ],
  ],
  ['long', { ...idle, queues: [{ name: 'celery', messages: 100 }] }, [['warn', '100 messages wait in the queue `celery` (warn 100).']]],
  [
    'very long',
    { ...idle, queues: [{ name: 'celery', messages: 1500 }] },
    [['critical', '1\u2009500 messages wait in the queue `celery` (limit 1\u2009000).']],
  ],
  [
    'short, and its oldest was seen there before',
    { ...idle, queues: [{ name: 'celery', messages: 1 }], oldest: { queue: 'celery', seconds: 400, isAtLeast: true } },
    [['warn', 'The only message in the queue `celery` has waited for at least 7 min (warn 5 min).']],
  ],
  [
    'at work',
    { ...idle, unacknowledged: 4, takenSeconds: 90 },
    [['ok', 'The queue is empty, 4 taken and not finished, the first 90 s ago.']],
  ],
  [
    'left behind by its worker',
    { ...idle, unacknowledged: 4, takenSeconds: 4000 },
    [['warn', 'A message was taken 1 h 7 min ago and is not finished (warn 1 h): its worker may be gone, or its task is set for later.']],
  ],
  [
    'short and old',
    { ...idle, queues: [{ name: 'celery', messages: 1 }], oldest: { queue: 'celery', seconds: 1900 } },
    [['critical', 'The only message in the queue `celery` has waited for 32 min (limit 30 min).']],
  ],
  [
    'of several queues, one of them old',
    {
      ...idle,
      queues: [
        { name: 'celery', messages: 40 },
        { name: 'mail', messages: 3 },
      ],
      oldest: { queue: 'mail', seconds: 400 },
    },
    [['warn', 'The oldest of 3 messages in the queue `mail` has waited for 7 min (warn 5 min).']],
  ],
  [
    'short, and its age is known',
    {
      ...idle,
      queues: [
        { name: 'celery', messages: 2 },
        { name: 'mail', messages: 3 },
      ],
      oldest: { queue: 'mail', seconds: 4 },
    },
    [['ok', '5 messages in 2 queues; the oldest has waited for 4 s.']],
  ],
])('a queue that is %s', (_, state, expected) => {
  expect(seen(judged(queueDepth, state))).toEqual(expected);
});
