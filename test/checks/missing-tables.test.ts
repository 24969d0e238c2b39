import { expect, test } from 'vitest';
import { missingTables } from '../../src/checks/missing-tables.ts';
import { judged, seen } from './judged.ts';

const backup = {
  name: 'bigshot_backup_20261122_230000',
  takenAt: new Date('2026-11-22T23:00:00Z'),
  rows: { jobs: 181_819, 'archive.jobs': 3 },
};

test('all that the backup knows are there, and a new one is none of it', () => {
  expect(seen(judged(missingTables, { backup, tables: ['archive.jobs', 'jobs', 'new'] }))).toEqual([
    ['ok', 'All 2 tables of the newest backup are there.'],
  ]);
});

test('one that is gone is told with what the backup has of it, and how to get it back', () => {
  const found = judged(missingTables, { backup, tables: ['archive.jobs'] });

  expect(found).toMatchObject([
    {
      status: 'critical',
      subject: 'jobs',
      summary: 'The table `jobs` is gone; the backup of 2026-11-22 23:00 UTC has 181\u2009819 rows of it.',
      remedies: [{ kind: 'line', line: 'restore bigshot_backup_20261122_230000' }],
    },
  ]);
});
