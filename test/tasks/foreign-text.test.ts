import { expect, test } from 'vitest';
import { createDatabase } from '../../src/adapters/database/database.ts';
import { createBackup } from '../../src/tasks/create-backup.ts';
import { differencesOf } from '../../src/tasks/restore/compare.ts';
import { misfits } from '../../src/tasks/restore/fit.ts';
import { verifyBackup } from '../../src/tasks/verify-backup.ts';
import { backupList } from '../../src/checks/backup-list.ts';
import { backupIntegrity } from '../../src/checks/backup-integrity.ts';
import type { Archive, Verification } from '../../src/ports/backups.ts';
import { judged } from '../checks/judged.ts';
import { moment } from '../support/build.ts';

const problem = 'logs/<!channel>&1 does not match its hash';
const once = 'logs/&lt;!channel&gt;&amp;1 does not match its hash';
const verification: Verification = {
  name: 'base',
  verified: false,
  kind: 'format 2',
  level: 1,
  problems: [problem],
  notApplicable: [],
  bytes: 1,
  sha256: '91ab',
  takenAt: moment,
  verifiedAt: moment,
  tookMs: 1,
};
const archive: Archive = { name: 'base', bytes: 1, takenAt: moment, verification };
const { signal } = new AbortController();
const backups = {
  redis: { absent: 'not here' },
  list: () => Promise.resolve({ archives: [archive], rubble: [] }),
  verify: () => Promise.resolve(verification),
  space: () => Promise.reject(new Error('not asked')),
  tools: () => Promise.reject(new Error('not asked')),
};
const look = { backups, now: moment, signal, runId: 482 };
const traits = {
  name: 'bigshot',
  serverVersion: 150_018,
  encoding: 'UTF8',
  collation: 'C',
  extensions: [],
  sizeBytes: 1,
  mayRename: true,
};

test.each<[string, () => Promise<unknown>]>([
  [
    'the receipt of a new backup',
    () =>
      createBackup.verify(
        { ...look, database: createDatabase({ url: 'postgres://127.0.0.1:1/none' }) },
        { name: 'base', databaseBytes: 1 },
      ),
  ],
  ['the verdict on a backup', () => verifyBackup.verify(look, { backup: 'base' })],
  ['the list of backups', () => Promise.resolve(judged(backupList, { archives: [archive], rubble: [], now: moment }))],
  ['the check of the newest backup', () => Promise.resolve(judged(backupIntegrity, { verification, rubble: [] }))],
  ['why a backup is not restored', () => Promise.resolve(misfits(verification, { traits, available: [], freeBytes: 1 }))],
])('%s shows what stands in the archive escaped, and once', async (_, said) => {
  const text = JSON.stringify(await said());

  expect(text).toContain(once);
  expect(text).not.toContain('<!channel>');
});

test('an error names a table as it is, since the whole message is escaped where it is met', () => {
  expect(differencesOf({ rows: { 'a&b': 1 } }, { rows: { 'a&b': 2 } })).toEqual(['a&b has 1 rows instead of 2']);
});
