import { expect, test } from 'vitest';
import { databaseIntegrity } from '../../../src/checks/database/database-integrity.ts';
import type { Integrity } from '../../../src/ports/statistics.ts';
import { judged, seen } from '../judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const since = new Date('2026-11-24T08:00:00Z');
const sound: Integrity = { checksums: { failures: 0, since }, indexes: { all: 34, checked: 34, broken: [] } };
const noPage = ['ok', 'No page has failed its checksum since 24 Nov 2026 (48 h ago).'];

test.each<[string, Integrity, readonly (readonly string[])[]]>([
  ['all is well', sound, [noPage, ['ok', '34 indexes looked at, each in order.']]],
  [
    'pages are damaged',
    { ...sound, checksums: { failures: 3, last: since } },
    [
      ['critical', '3 pages failed their checksum, the last one at 2026-11-24 08:00 UTC: data on the disk are damaged.'],
      ['ok', '34 indexes looked at, each in order.'],
    ],
  ],
  [
    'an index is damaged',
    { ...sound, indexes: { all: 34, checked: 34, broken: [{ index: 'jobs_pkey', table: 'jobs', why: 'item order invariant violated' }] } },
    [noPage, ['critical', 'The index `jobs_pkey` of `jobs` is damaged: item order invariant violated.']],
  ],
  [
    'there was too little time',
    { ...sound, indexes: { all: 34, checked: 30, broken: [] } },
    [noPage, ['ok', '30 of 34 indexes looked at, each in order; the rest is locked by somebody, or there was no time for it.']],
  ],
  [
    'none could be looked at',
    { ...sound, indexes: { all: 3, checked: 0, broken: [] } },
    [noPage, ['unknown', 'Order in the indexes: unknown, all 3 are locked by somebody, or there was no time for them.']],
  ],
  [
    'nothing of it is set up',
    {},
    [
      ['skipped', 'Checksums: skipped, this cluster keeps none, so damage on the disk shows only when it is read.'],
      ['skipped', 'Order in the indexes: skipped, the extension `amcheck` is not installed (`create extension amcheck` by a superuser).'],
    ],
  ],
])('integrity: %s', (_, integrity, said) => {
  expect(seen(judged(databaseIntegrity, { ...integrity, now }))).toEqual(said);
});

test('what the server says of an index mentions nobody', () => {
  const broken = [{ index: 'a', table: 'b', why: '<!channel> ' }];

  expect(judged(databaseIntegrity, { indexes: { all: 1, checked: 1, broken }, now })[1]?.summary).toContain('&lt;!channel&gt;');
});
