import { expect, test } from 'vitest';
import { createUnmanagedServices } from '../../src/adapters/services/unmanaged.ts';
import { containerStats } from '../../src/checks/container-stats.ts';
import { databaseLog } from '../../src/checks/database-log.ts';
import { services } from '../../src/checks/services.ts';
import { judged, seen, signal } from './judged.ts';

test.each([
  ['running', 0, 'ok', 'The service runs.'],
  ['running', 3, 'warn', '`backend` runs, but was restarted 3 times (warn 3).'],
  ['starting', 7, 'warn', '`backend` is starting, restarted 7 times.'],
  ['unhealthy', 0, 'critical', '`backend` is unhealthy.'],
  ['stopped', 1, 'critical', '`backend` is stopped, restarted 1 time.'],
  ['missing', 0, 'critical', '`backend` is missing.'],
] as const)('a service that is %s after %d restarts is %s', (state, restarts, status, summary) => {
  expect(seen(judged(services, [{ name: 'backend', state, restarts }]))).toEqual([[status, summary]]);
});

test('only the ill services are named', () => {
  const found = judged(services, [
    { name: 'backend', state: 'running' },
    { name: 'celery', state: 'missing' },
  ]);

  expect(found.map(({ subject }) => subject)).toEqual(['celery']);
});

test('nobody to look for is unknown', () => {
  expect(judged(services, [])).toMatchObject([{ status: 'unknown' }]);
});

test('without a container engine the services are absent', async () => {
  const look = { services: createUnmanagedServices(), signal, now: new Date() };

  await expect(services.probe(look)).rejects.toMatchObject({ name: 'Absent' });
});

test.each([
  [40, 'ok', '1 container, none uses more than 40 % of its memory.'],
  [91, 'warn', '`celery` uses 91 % of its memory (warn 90 %).'],
  [99, 'critical', '`celery` uses 99 % of its memory (limit 95 %).'],
])('a container at %d %% of its memory is %s', (memoryPercent, status, summary) => {
  expect(seen(judged(containerStats, [{ name: 'celery', cpuPercent: 180, memoryPercent }]))).toEqual([[status, summary]]);
});

test('a busy processor is shown and not judged', () => {
  const [finding] = judged(containerStats, [{ name: 'celery', cpuPercent: 400, memoryPercent: 1 }]);

  expect(finding).toMatchObject({ status: 'ok', evidence: ['`celery`: memory 1 %, processor 400 % of one core'] });
});

test('no container is unknown', () => {
  expect(judged(containerStats, [])).toMatchObject([{ status: 'unknown' }]);
});

const line = (text: string): string => `2026-11-23 07:00:00.123 UTC [71] ${text}`;

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing', [], ['ok']],
  ['harmless words', [line('LOG:  0 errors, checkpoint complete'), line('STATEMENT:  select error from jobs')], ['ok']],
  [
    'what both services write when they start',
    [line('ERROR:  duplicate key value violates unique constraint "pg_type_typname_nsp_index"')],
    ['ok'],
  ],
  ['ten errors', Array.from({ length: 10 }, () => line('ERROR:  relation "x" does not exist')), ['warn']],
  ['a refused session', [line('FATAL:  password authentication failed for user "x"')], ['warn', 'ok']],
  ['a panic', [line('PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device')], ['critical', 'ok']],
])('the log of the database with %s', (_, lines, statuses) => {
  expect(judged(databaseLog, lines).map(({ status }) => status)).toEqual(statuses);
});
