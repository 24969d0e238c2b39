import { expect, test } from 'vitest';
import { takenAtOf } from '../../../src/adapters/backups/name-time.ts';

test.each([
  ['an archive of ours', 'bigshot_backup_20261122_020304', '2026-11-22T02:03:09Z', '2026-11-22T02:03:04Z'],
  ['a copy of it, a week later', 'bigshot_backup_20261122_020304', '2026-11-29T10:00:00Z', '2026-11-22T02:03:04Z'],
  ['a label with its day, written on that day', 'weekly-20261122', '2026-11-22T23:00:00Z', '2026-11-22T23:00:00Z'],
  ['a label with its day, copied later', 'pre-update-20261122', '2026-11-29T10:00:00Z', '2026-11-22T00:00:00Z'],
  ['a second one of that day', 'weekly-20261122_101112', '2026-11-29T10:00:00Z', '2026-11-22T10:11:12Z'],
  ['a clock ahead of UTC', 'bigshot_backup_20261122_230000', '2026-11-22T22:00:05Z', '2026-11-22T22:00:05Z'],
  ['a name from the future', 'weekly-20991231', '2026-11-22T22:00:05Z', '2026-11-22T22:00:05Z'],
  ['a day that is none', 'weekly-20261399', '2026-11-22T22:00:05Z', '2026-11-22T22:00:05Z'],
  ['a number that is no day', 'run-1795649300', '2026-11-22T22:00:05Z', '2026-11-22T22:00:05Z'],
  ['a name without a time', 'before-the-move', '2026-11-22T22:00:05Z', '2026-11-22T22:00:05Z'],
])('%s', (_, name, written, taken) => {
  expect(takenAtOf(name, new Date(written))).toEqual(new Date(taken));
});
