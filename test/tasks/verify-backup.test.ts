import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackups } from '../../src/adapters/backups/backups.ts';
import type { BackupsWriter, Verification } from '../../src/ports/backups.ts';
import { verifyBackup } from '../../src/tasks/verify-backup.ts';
import { DUMP_TEXT, forge, place, tar } from '../adapters/backups/forge.ts';

const { signal } = new AbortController();
let folder: string;
let backups: BackupsWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-verify-'));
  const kept = new Map<string, Verification>();
  const remembered = {
    read: (_: string, fingerprint: string) => Promise.resolve(kept.get(fingerprint)),
    write: (_: string, fingerprint: string, verification: Verification) => Promise.resolve(void kept.set(fingerprint, verification)),
  };
  backups = createBackups({ folder, files: {}, databaseUrl: 'postgres://127.0.0.1:1/none', remembered, version: '0.1.0' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the task says about an archive after it has read it. */
async function said(backup: string): Promise<unknown> {
  await backups.verify(backup, signal);
  const findings = await verifyBackup.verify({ backups, signal, now: new Date() }, { backup });
  return findings.map(({ status, summary }) => [status, summary]);
}

test('an archive that is cut is not sound, and the reason is said', async () => {
  const bytes = gzipSync(tar([{ path: 'a/database_backup.sql', data: DUMP_TEXT }]));
  await place(folder, 'a', bytes.subarray(0, bytes.length - 20));

  expect(await said('a')).toEqual([['critical', '`a` is not sound: the gzip data is cut: it ends too early.']]);
});

test('an archive with many problems names three of them', async () => {
  const strange = ['b', 'c', 'd', 'e', 'f'].map((top) => ({ path: `${top}/../x`, data: 'x' }));
  await forge(folder, 'a', [{ path: 'a/database_backup.sql', data: DUMP_TEXT.slice(0, -60) }, ...strange]);

  expect(await said('a')).toEqual([
    ['critical', expect.stringMatching(/^`a` is not sound: [^;]+; [^;]+; [^;]+; and \d+ other problems?\.$/)],
  ]);
});
