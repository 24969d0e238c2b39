import { describe, expect, test } from 'vitest';
import { bigKeys } from '../../src/checks/redis/big-keys.ts';
import { redisMemory } from '../../src/checks/redis/redis-memory.ts';
import type { RedisState } from '../../src/ports/redis.ts';
import { judged, seen } from './judged.ts';

const MiB = 1024 ** 2;
const now = new Date('2026-11-26T08:00:00Z');
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
  upSeconds: 7200,
};

describe('memory and hits', () => {
  test.each<[string, Partial<RedisState>, readonly (readonly [string, string])[]]>([
    [
      'a broker',
      {},
      [
        [
          'ok',
          'Redis uses 2 MiB (no limit) for 9 keys and 12 clients, with an append-only file; 18 % of 130 look-ups found their key in 2 h.',
        ],
      ],
    ],
    ['one without traffic', { hits: 0, misses: 0 }, [['ok', expect.stringContaining('no key was looked up yet')]]],
    ['a small one with a large ratio', { fragmentation: 12 }, [['ok', expect.anything()]]],
    [
      'a large one with a large ratio',
      { fragmentation: 4, usedBytes: 300 * MiB },
      [
        ['warn', 'Redis has taken 4 times the memory that it uses (warn 3).'],
        ['ok', expect.anything()],
      ],
    ],
    [
      'one that keeps nothing',
      { appendOnly: false },
      [
        ['warn', 'Redis has no append-only file and never wrote a snapshot (warn 24 h): what a crash takes is lost.'],
        ['ok', expect.stringContaining('without a snapshot')],
      ],
    ],
    [
      'one with an old snapshot',
      { appendOnly: false, savedAt: new Date('2026-11-24T08:00:00Z') },
      [
        ['warn', expect.stringContaining('wrote its last snapshot 48 h ago')],
        ['ok', expect.anything()],
      ],
    ],
    [
      'one with a fresh snapshot',
      { appendOnly: false, savedAt: new Date('2026-11-26T07:00:00Z') },
      [['ok', expect.stringContaining('snapshot 1 h ago')]],
    ],
  ])('of %s', (_, given, expected) => {
    expect(seen(judged(redisMemory, { state: { ...sound, ...given }, now }))).toEqual(expected);
  });
});

describe('large keys', () => {
  const key = (name: string, bytes: number) => ({ name, kind: 'list', bytes });

  test.each([
    ['none', { keys: 0, looked: 0, largest: [] }, 'ok', 'Redis holds no keys.'],
    ['small ones', { keys: 2, looked: 2, largest: [key('celery', 900)] }, 'ok', 'The largest of 2 keys is `celery` with 900 B.'],
    [
      'a large one',
      { keys: 2, looked: 2, largest: [key('celery', 60 * MiB)] },
      'warn',
      'The largest of 2 keys is `celery` with 60 MiB (warn 50 MiB).',
    ],
    [
      'more than can be looked at',
      { keys: 5_000_000, looked: 400_000, largest: [key('celery', 300 * MiB)] },
      'critical',
      'The largest of the 400\u2009000 of 5\u2009000\u2009000 keys that could be looked at in time is `celery` with 300 MiB (limit 250 MiB).',
    ],
  ])('%s', (_, measure, status, summary) => {
    expect(seen(judged(bigKeys, measure))).toEqual([[status, summary]]);
  });

  test('a name of a key cannot mention anybody', () => {
    expect(judged(bigKeys, { keys: 1, looked: 1, largest: [key('`<!channel>', 5)] })[0]?.summary).not.toContain('<!channel>');
  });
});
