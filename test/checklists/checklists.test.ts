import { expect, test } from 'vitest';
import { dailyMorning } from '../../src/checklists/daily-morning.ts';
import { health } from '../../src/checklists/health.ts';

test('health asks what can be known within seconds, and has no schedule of its own', () => {
  expect(health.items.map(({ id }) => id)).toEqual([
    'api-health',
    'api-detailed',
    'services',
    'database',
    'redis',
    'celery-workers',
    'queue-depth',
    'disk-space',
    'memory',
    'load',
    'backup-freshness',
  ]);
  expect(health.cron).toBeUndefined();
  expect(health.items.filter(({ timeoutMs = 10_000 }) => timeoutMs > 10_000)).toEqual([]);
});

test('the morning has all of health and what happened since yesterday, each once, at eight', () => {
  const ids = dailyMorning.items.map(({ id }) => id);

  expect(ids.slice(0, health.items.length)).toEqual(health.items.map(({ id }) => id));
  expect(ids.slice(health.items.length)).toEqual([
    'container-stats',
    'app-log-errors',
    'nginx-errors',
    'database-log',
    'failed-logins',
    'platform-backup-status',
    'backup-integrity',
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(dailyMorning.cron).toBe('0 8 * * *');
});

test('every limit has a default, a meaning, and a unit to go by', () => {
  for (const { id, limits } of dailyMorning.items) {
    expect(() => limits.parse({}), id).not.toThrow();
    for (const [name, limit] of Object.entries(limits.shape))
      expect(limit, `${id}.${name}`).toHaveProperty('description', expect.any(String));
  }
});
