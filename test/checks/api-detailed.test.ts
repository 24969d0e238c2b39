import { expect, test } from 'vitest';
import { apiDetailed } from '../../src/checks/api-detailed.ts';
import type { DetailedHealth } from '../../src/ports/platform.ts';
import { judged, seen } from './judged.ts';

const well: DetailedHealth['checks'] = {
  database: { status: 'healthy' },
  redis: { status: 'healthy' },
  celery: { status: 'healthy', activeWorkers: 2 },
};

const answer = (status: string, checks: DetailedHealth['checks'], latencyMs = 1040) => ({
  httpStatus: 200,
  latencyMs,
  body: { status, checks },
});

test.each<[string, ReturnType<typeof answer>, readonly (readonly [string, string])[]]>([
  ['all is well', answer('healthy', well), [['ok', 'The API finds database, redis and celery well (in 1 s).']]],
  [
    'the worker is dead though the whole is called healthy',
    answer('healthy', { ...well, celery: { status: 'unhealthy', activeWorkers: 0 } }),
    [['critical', 'The API finds `celery` `unhealthy` with 0 active workers.']],
  ],
  [
    'no worker is active though celery is called healthy',
    answer('healthy', { celery: { status: 'healthy', activeWorkers: 0 } }),
    [['critical', 'The API finds `celery` `healthy` with 0 active workers.']],
  ],
  [
    'two parts are ill',
    answer('degraded', { ...well, redis: { status: 'unhealthy' }, database: { status: 'degraded' } }),
    [
      ['warn', 'The API finds `database` `degraded`.'],
      ['critical', 'The API finds `redis` `unhealthy`.'],
    ],
  ],
  [
    'nothing explains the whole',
    answer('degraded', well),
    [['warn', 'The API calls itself `degraded`, though it finds all its parts well.']],
  ],
  ['it took long', answer('healthy', well, 4500), [['warn', 'The API took 4.5 s to look at its parts (warn 4 s).']]],
  ['it names no part', answer('healthy', {}), [['unknown', 'Parts of the API: unknown, its answer names none.']]],
])('when %s', (_, measure, expected) => {
  expect(seen(judged(apiDetailed, measure))).toEqual(expected);
});
