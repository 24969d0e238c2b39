import { expect, test } from 'vitest';
import { keptDatabases } from '../../src/checks/kept-databases.ts';
import type { KeptDatabase } from '../../src/ports/database.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const daysAgo = (days: number) => ({ since: new Date(now.getTime() - days * 24 * 3_600_000) });
const kept = (given: Partial<KeptDatabase> = {}): KeptDatabase => ({ name: 'bigshot_before_482', bytes: 85 * 1024 ** 2, ...given });

test.each<[string, readonly KeptDatabase[], string, string]>([
  ['none', [], 'ok', 'No restore has left a database aside.'],
  ['a young one', [kept(daysAgo(6.9))], 'ok', '`bigshot_before_482` (85 MiB) was put aside 7 days ago.'],
  ['an old one', [kept(daysAgo(9))], 'warn', '`bigshot_before_482` (85 MiB) was put aside 9 days ago (warn 7 days).'],
  ['one without a note', [kept()], 'warn', '`bigshot_before_482` (85 MiB) was put aside, and since when is unknown.'],
])('%s is told with its size and its age', (_, databases, status, summary) => {
  expect(seen(judged(keptDatabases, { kept: databases, now }))).toEqual([[status, summary]]);
});

test('an old one comes with the line that plans dropping it, one of unknown age with a sentence', () => {
  const found = judged(keptDatabases, { kept: [kept(daysAgo(9)), kept(), kept(daysAgo(1))], now });

  expect(found.map(({ remedies = [] }) => remedies.map((remedy) => (remedy.kind === 'line' ? remedy.line : remedy.kind)))).toEqual([
    ['run drop-kept-databases'],
    ['advice'],
    [],
  ]);
});
