import { expect, test } from 'vitest';
import { backupReview } from '../../src/checks/backup/backup-review.ts';
import { backupRoom } from '../../src/checks/backup/backup-room.ts';
import { weeklyBackup } from '../../src/checks/backup/weekly-backup.ts';
import type { Archive, Verification } from '../../src/ports/backups.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const hours = (many: number): Date => new Date(now.getTime() - many * 3_600_000);
const GiB = 1024 ** 3;
const verification = (given: Partial<Verification> = {}): Verification => ({
  name: 'x',
  verified: true,
  kind: 'format 2',
  level: 3,
  problems: [],
  notApplicable: [],
  bytes: GiB,
  sha256: 'aa',
  takenAt: now,
  verifiedAt: now,
  tookMs: 1,
  ...given,
});
const archive = (age: number, given: Partial<Archive> = {}): Archive => ({
  name: `b${age}`,
  bytes: GiB,
  takenAt: hours(age),
  verification: verification(),
  ...given,
});
const unread = (age: number, name = `b${age}`): Archive => ({ name, bytes: GiB, takenAt: hours(age) });

test.each([
  [
    'daily ones',
    [archive(6), archive(30), archive(54)],
    'ok',
    'At worst the work of 24 h could have been lost in 30 days: 3 verified backups',
  ],
  [
    'one that failed between',
    [archive(6), unread(30), archive(54)],
    'warn',
    'At worst the work of 48 h could have been lost in 30 days (warn 26 h)',
  ],
  ['none since days', [archive(72)], 'critical', 'At worst the work of 3 days could have been lost in 30 days (limit 50 h)'],
  ['none that is verified', [unread(6)], 'critical', 'There is no verified backup of the last 30 days: everything could be lost.'],
  ['only old ones', [archive(24 * 40)], 'critical', 'There is no verified backup'],
])('what could be lost with %s', (_, archives, status, words) => {
  expect(seen(judged(backupReview, { archives, restores: [], now }))[0]).toEqual([status, expect.stringContaining(words)]);
});

test.each([
  ['none', [], 'unknown', 'How long a restore takes is unknown: none was made within a year.'],
  [
    'a quick one',
    [{ at: hours(48), seconds: 43 }],
    'ok',
    'The last restore took 43 s, 48 h ago; of 1 restore within a year the longest took 43 s.',
  ],
  [
    'a slow one',
    [
      { at: hours(48), seconds: 4000 },
      { at: hours(900), seconds: 9000 },
    ],
    'warn',
    'The last restore took 1 h 7 min (warn 1 h), 48 h ago; of 2 restores within a year the longest took 2 h 30 min.',
  ],
])('the time of %s', (_, restores, status, summary) => {
  expect(seen(judged(backupReview, { archives: [archive(6)], restores, now }))[1]).toEqual([status, summary]);
});

test.each([
  ['room for many', 60, 'ok', 'The next backup needs about 1.3 GiB at `/b`, which is 41 % full after it; 38 more fit below 90 %.'],
  ['little room', 18, 'warn', 'which is 83 % full after it (warn 80 %)'],
  ['none', 5, 'critical', 'which is 96 % full after it (limit 90 %); 0 more fit below 90 %.'],
])('a disk with %s', (_, free, status, words) => {
  const measure = { archives: [archive(6)], folder: '/b', freeBytes: free * GiB, usableBytes: 100 * GiB, filesBytes: 0 };

  expect(seen(judged(backupRoom, measure))).toEqual([[status, expect.stringContaining(words)]]);
});

test('without a backup nobody knows what the next one needs', () => {
  expect(seen(judged(backupRoom, { archives: [], folder: '/b', freeBytes: GiB, usableBytes: 2 * GiB, filesBytes: 0 }))).toEqual([
    ['ok', expect.stringContaining('There is no backup yet')],
  ]);
});

test.each([
  ['none', [archive(6)], 'warn', 'There is no weekly backup among 1 backup.'],
  [
    'a fresh one',
    [archive(6), archive(48, { name: 'weekly-20261124' })],
    'ok',
    'The weekly backup `weekly-20261124` was made 48 h ago and is verified to level 3.',
  ],
  ['an unread one', [unread(48, 'weekly-20261124')], 'unknown', 'and nobody has read it back yet'],
  ['an old one', [archive(24 * 9, { name: 'weekly-20261117' })], 'warn', 'was made 9 days ago (warn 8 days)'],
  ['a very old one', [archive(24 * 20, { name: 'weekly-20261106' })], 'critical', 'was made 20 days ago (limit 15 days)'],
  [
    'a broken one',
    [archive(6, { name: 'weekly-20261126', verification: verification({ problems: ['the gzip data is damaged'] }) })],
    'critical',
    'failed its verification: the gzip data is damaged',
  ],
])('of weekly backups %s', (_, archives, status, words) => {
  expect(seen(judged(weeklyBackup, { archives, now }))).toEqual([[status, expect.stringContaining(words)]]);
});
