import { describe, expect, test } from 'vitest';
import { cpu } from '../../../src/checks/cpu.ts';
import { platformMetrics } from '../../../src/checks/platform-metrics.ts';
import { engineVersion } from '../../../src/checks/updates/engine-version.ts';
import { imageUpdates } from '../../../src/checks/updates/image-updates.ts';
import { imageScan } from '../../../src/checks/updates/image-scan.ts';
import { nodeUpdates } from '../../../src/checks/updates/node-updates.ts';
import { pythonUpdates } from '../../../src/checks/updates/python-updates.ts';
import { systemUpdates } from '../../../src/checks/updates/system-updates.ts';
import { createHost } from '../../../src/adapters/host/host.ts';
import type { Weakness } from '../../../src/ports/updates.ts';
import { judged, seen, signal } from '../judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const fresh = new Date('2026-11-26T03:00:00Z');
const security = (name: string) => ({ name, installed: '1', available: '2', isSecurity: true as const });
const plain = (name: string) => ({ name, installed: '1', available: '2' });

describe('the system', () => {
  const state = { pending: [], listsAt: fresh, needsReboot: false, held: [], now };

  test.each([
    ['up to date', {}, [['ok', '0 security updates of 0 pending ones.']]],
    ['with a few of no security', { pending: [plain('curl')] }, [['ok', '0 security updates of 1 pending one.']]],
    [
      'with one of security',
      { pending: [plain('curl'), security('libssl3')], held: ['linux-image'] },
      [['warn', '1 security update of 2 pending ones (`libssl3`); held back by hand: `linux-image`.']],
    ],
    [
      'with very many',
      { pending: Array.from({ length: 25 }, (_, index) => security(`p${index}`)) },
      [['critical', expect.stringContaining('`p0`, `p1`, `p2` and 22 more')]],
    ],
    [
      'that wants a restart',
      { needsReboot: true },
      [
        ['ok', expect.anything()],
        ['warn', expect.stringContaining('wants to be restarted')],
      ],
    ],
    [
      'with old lists',
      { listsAt: new Date('2026-11-20T08:00:00Z') },
      [
        ['unknown', 'The lists of packages were refreshed 6 days ago (limit 48 h): what came since is unknown.'],
        ['ok', expect.anything()],
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(seen(judged(systemUpdates, { ...state, ...given }))).toEqual(expected);
  });

  test('whose lists were never refreshed is unknown', () => {
    const { listsAt: _, ...never } = state;

    expect(seen(judged(systemUpdates, never))[0]).toEqual(['unknown', expect.stringContaining('were never refreshed')]);
  });
});

test.each([
  [nodeUpdates, 3, 'ok', '3 outdated packages in the sources of the front end.'],
  [nodeUpdates, 50, 'warn', '50 outdated packages in the sources of the front end (warn 50).'],
  [pythonUpdates, 0, 'ok', '0 outdated packages in the container of the application.'],
  [pythonUpdates, 51, 'warn', '51 outdated packages in the container of the application (warn 50).'],
])('$id: %i outdated packages are %s', (check, many, status, summary) => {
  const pending = Array.from({ length: many }, (_, index) => plain(`p${index}`));

  expect(seen(judged(check, pending))).toEqual([[status, summary]]);
});

test.each([
  ['27.3.1', 'ok', 'The container engine is version 27.3.1 (API 1.47).'],
  ['20.10.24', 'warn', 'The container engine is version 20.10.24 (API 1.47), which is no longer supported (warn below 24).'],
  ['dev', 'unknown', 'The container engine is version dev (API 1.47): which one that is, is unknown.'],
])('an engine %s is %s', (version, status, summary) => {
  expect(seen(judged(engineVersion, { version, apiVersion: '1.47' }))).toEqual([[status, summary]]);
});

describe('images', () => {
  const weakness = (given: Partial<Weakness>): Weakness => ({
    id: 'CVE-1',
    package: 'openssl',
    installed: '1',
    severity: 'HIGH',
    ...given,
  });
  const say = (weaknesses: readonly Weakness[]) => seen(judged(imageScan, [{ service: 'backend', image: 'bigshot-backend', weaknesses }]));

  test.each([
    ['none', [], 'ok', '0 critical weaknesses and 0 high ones that can be cured, and 0 grave ones without a cure yet.'],
    ['without a cure', [weakness({})], 'ok', 'and 1 grave one without a cure yet'],
    ['high', [weakness({ fixedIn: '2' })], 'warn', '0 critical weaknesses and 1 high one that can be cured'],
    ['critical', [weakness({ fixedIn: '2', severity: 'CRITICAL' })], 'critical', '1 critical weakness and 0 high ones'],
  ] as const)('%s', (_, weaknesses, status, words) => {
    expect(say(weaknesses)).toEqual([[status, expect.stringContaining(words)]]);
  });

  test('no container is unknown', () => {
    expect(judged(imageScan, [])).toMatchObject([{ status: 'unknown' }]);
  });
});

test.each([
  [{ busyPercent: 12.4, waitingPercent: 1 }, 'ok', 'The processor is 12 % busy.'],
  [{ busyPercent: 40, waitingPercent: 25 }, 'ok', 'The processor is 40 % busy, and waits for disks 25 % of the time.'],
  [{ busyPercent: 85, waitingPercent: 0 }, 'warn', 'The processor is 85 % busy (warn 80 %).'],
  [{ busyPercent: 99, waitingPercent: 0 }, 'critical', 'The processor is 99 % busy (limit 95 %).'],
])('a processor at %o', (measure, status, summary) => {
  expect(seen(judged(cpu, measure))).toEqual([[status, summary]]);
});

test.skipIf(process.platform !== 'linux')('the processor of this machine is measured', async () => {
  const { busyPercent, waitingPercent } = await createHost().cpu(signal);

  expect(busyPercent).toBeGreaterThanOrEqual(0);
  expect(busyPercent + waitingPercent).toBeLessThanOrEqual(100.5);
});

describe('metrics of the platform', () => {
  const body = { cpuPercent: 12, memoryPercent: 40, domains: 50_000, jobs: 180_000, activeJobs: 4, redisBytes: 1024 ** 2, clients: 3 };

  test.each([
    [
      1050,
      'ok',
      'The platform says of itself in 1.1 s: 50\u2009000 domains, 180\u2009000 jobs of which 4 are active, processor 12 %, memory 40 %, Redis 1 MiB, 3 clients.',
    ],
    [4500, 'warn', 'The platform says of itself in 4.5 s (warn 4 s)'],
  ])('in %i ms are %s', (latencyMs, status, words) => {
    expect(seen(judged(platformMetrics, { httpStatus: 200, latencyMs, body }))).toEqual([[status, expect.stringContaining(words)]]);
  });

  test('are not asked for while a table is locked: that would hang the API', async () => {
    const look = {
      database: { tableLocks: () => Promise.resolve([{}]) },
      api: { metrics: () => Promise.reject(new Error('asked all the same')) },
      now,
      signal,
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked is there
    const measure = await platformMetrics.probe(look as unknown as Parameters<typeof platformMetrics.probe>[0]);

    expect(seen(judged(platformMetrics, measure))).toEqual([['unknown', expect.stringContaining('a table is locked')]]);
  });
});

describe('images', () => {
  const image = { services: ['database'], image: 'postgres:15', builtAt: new Date('2026-11-16T08:00:00Z'), is: 'newest' as const };
  const own = { ...image, services: ['backend', 'celery'], image: 'bigshot_backend', is: 'built here' as const };
  const long = new Date('2026-06-01T08:00:00Z');

  test.each([
    ['none', [], [['unknown', 'Images: unknown, the platform has no container.']]],
    [
      'the newest and our own',
      [image, own],
      [['ok', '1 image is the newest of its name and 1 image was built here; the oldest is 10 days old.']],
    ],
    ['the newest, however old', [{ ...image, builtAt: long }], [['ok', '1 image is the newest of its name; the oldest is 178 days old.']]],
    [
      'one that is behind its registry',
      [{ ...image, is: 'older' as const }, own],
      [['warn', 'There is a newer image `postgres:15` (database); the one in use was built 10 days ago.']],
    ],
    [
      'our own, long ago',
      [{ ...own, builtAt: long }],
      [['warn', 'The image `bigshot_backend` (backend and celery) was built 178 days ago (warn 90 days): its base is at least as old.']],
    ],
    [
      'one whose registry is silent, which is not the newest',
      [{ ...image, is: { problem: 'toomanyrequests: <@U1> wait' } }],
      [['unknown', 'Whether there is a newer `postgres:15` (database) is unknown: toomanyrequests: &lt;@U1&gt; wait.']],
    ],
  ])('%s', (_, images, expected) => {
    expect(seen(judged(imageUpdates, { images, now }))).toEqual(expected);
  });
});
