import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/adapters/host/host.ts';
import { diskSpace } from '../../src/checks/disk-space.ts';
import { load } from '../../src/checks/load.ts';
import { memory } from '../../src/checks/memory.ts';
import type { Mount } from '../../src/ports/platform.ts';
import { noHistory } from '../support/absent.ts';
import { judged, seen, signal } from './judged.ts';

const GiB = 1024 ** 3;
const now = new Date('2026-11-26T08:00:00Z');
const noPast = { past: [], now };
const mount = (usedPercent: number, more: Partial<Mount> = {}): Mount => ({
  path: '/',
  usedPercent,
  freeBytes: 9 * GiB,
  ...more,
});

test.each([
  [41, 'ok', 'Disk `/` is 41 % used, 9 GiB are free.'],
  [89.9, 'ok', 'Disk `/` is 90 % used, 9 GiB are free.'],
  [90, 'warn', 'Disk `/` is 90 % used (warn 90 %), 9 GiB are free.'],
  [95, 'critical', 'Disk `/` is 95 % used (limit 95 %), 9 GiB are free.'],
])('a disk that is %d %% used is %s', (usedPercent, status, summary) => {
  expect(seen(judged(diskSpace, { mounts: [mount(usedPercent)], unreadable: [], ...noPast }))).toEqual([[status, summary]]);
});

test('a disk without inodes left is full, whatever space it has', () => {
  const found = judged(diskSpace, { mounts: [mount(20, { inodesUsedPercent: 99 })], unreadable: [], ...noPast });

  expect(found.map(({ status }) => status)).toEqual(['ok', 'critical']);
  expect(found[1]?.summary).toContain('99 % of its inodes (limit 98 %)');
});

test('a disk that does not answer is unknown and does not hide the others', () => {
  const found = judged(diskSpace, { mounts: [mount(20)], unreadable: ['/mnt/nas'], ...noPast });

  expect(seen(found)[1]).toEqual(['unknown', 'Disk `/mnt/nas`: unknown, it does not answer.']);
});

test('no disk at all is unknown', () => {
  expect(judged(diskSpace, { mounts: [], unreadable: [], ...noPast })).toMatchObject([{ status: 'unknown' }]);
});

test('limits from the configuration replace the defaults', () => {
  expect(judged(diskSpace, { mounts: [mount(86)], unreadable: [], ...noPast }, { warn: 85 })).toMatchObject([
    { status: 'warn', threshold: { warn: 85, critical: 95 } },
  ]);
});

test.each([
  [50, 'ok', 'Memory is 50 % used, 5 GiB of 10 GiB are available.'],
  [92, 'warn', 'Memory is 92 % used (warn 90 %), 819 MiB of 10 GiB are available.'],
  [97, 'critical', 'Memory is 97 % used (limit 95 %), 307 MiB of 10 GiB are available.'],
])('memory that is %d %% used is %s', (used, status, summary) => {
  const state = { totalBytes: 10 * GiB, availableBytes: 10 * GiB * (1 - used / 100), swapTotalBytes: 0, swapFreeBytes: 0 };

  expect(seen(judged(memory, state))).toEqual([[status, summary]]);
});

test('a full swap is a finding of its own', () => {
  const state = { totalBytes: 10 * GiB, availableBytes: 5 * GiB, swapTotalBytes: GiB, swapFreeBytes: GiB / 10 };

  expect(seen(judged(memory, state))[1]).toEqual(['warn', 'Swap is 90 % used (warn 80 %).']);
});

test.each([
  [2.9, 2, 'ok', 'Load is 1.45 per core over 5 minutes, on 2 cores (3, 2.9, 2).'],
  [3, 2, 'warn', 'Load is 1.5 per core over 5 minutes (warn 1.5), on 2 cores (3, 3, 2).'],
  [4, 1, 'critical', 'Load is 4 per core over 5 minutes (limit 4), on 1 core (3, 4, 2).'],
])('a load of %d on %d cores is %s', (five, cores, status, summary) => {
  expect(seen(judged(load, { one: 3, five, fifteen: 2, cores }))).toEqual([[status, summary]]);
});

describe.skipIf(process.platform !== 'linux')('on Linux (elsewhere there is no /proc)', () => {
  test('this machine can be looked at', async () => {
    const look = { host: createHost(), history: noHistory, signal, now: new Date() };

    const found = [
      ...judged(diskSpace, await diskSpace.probe(look)),
      ...judged(memory, await memory.probe(look)),
      ...judged(load, await load.probe(look)),
    ];

    expect(found.map(({ status }) => status)).not.toContain('unknown');
    expect(found.length).toBeGreaterThanOrEqual(3);
  });
});
