import { expect, test } from 'vitest';
import { backupNightly } from '../../src/checklists/backup-nightly.ts';
import { dailyMorning } from '../../src/checklists/daily-morning.ts';
import { health } from '../../src/checklists/health.ts';

test('health asks what can be known within seconds, the most important first, and has no schedule of its own', () => {
  expect(health.items.map(({ id }) => id)).toEqual([
    'api-health',
    'database',
    'database-locks',
    'missing-tables',
    'redis',
    'celery-workers',
    'queue-depth',
    'api-detailed',
    'services',
    'backup-freshness',
    'disk-space',
    'memory',
    'load',
    'certificate',
  ]);
  expect(health.cron).toBeUndefined();
  expect(health.items.filter(({ timeoutMs = 10_000 }) => timeoutMs > 10_000)).toEqual([]);
});

test('the morning has all of health and what happened since yesterday, each once, at eight', () => {
  const ids = dailyMorning.items.map(({ id }) => id);

  expect(ids.slice(0, health.items.length)).toEqual(health.items.map(({ id }) => id));
  expect(ids.slice(health.items.length)).toEqual([
    'backup-integrity',
    'container-stats',
    'app-log-errors',
    'nginx-errors',
    'database-log',
    'failed-logins',
    'suspicious',
    'platform-backup-status',
    'kept-databases',
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(dailyMorning.cron).toBe('0 8 * * *');
});

test('every limit has a default', () => {
  const checks = dailyMorning.items.filter(({ limits }) => !limits.safeParse({}).success);

  expect(checks.map(({ id }) => id)).toEqual([]);
});

test('every limit says what it means and in which unit', () => {
  const limits = dailyMorning.items.flatMap(({ id, limits: { shape } }) =>
    Object.entries(shape).map(([name, limit]) => ({ id, name, limit })),
  );

  expect(limits.length).toBeGreaterThan(20);
  for (const { id, name, limit } of limits) expect({ id, name, means: limit.description }).toEqual({ id, name, means: expect.any(String) });
});

test('the night asks for a backup that the task itself names', () => {
  expect(backupNightly).toMatchObject({ cron: '0 2 * * *', asks: { kind: 'ask', task: 'create-backup', input: {} } });
});
