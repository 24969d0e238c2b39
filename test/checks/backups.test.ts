import { expect, test } from 'vitest';
import { backupFreshness } from '../../src/checks/backup-freshness.ts';
import { backupIntegrity } from '../../src/checks/backup-integrity.ts';
import { backupList } from '../../src/checks/backup-list.ts';
import { platformBackupStatus } from '../../src/checks/platform-backup-status.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Archive, Verification } from '../../src/ports/backups.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

const verification = (name: string, hours: number, more: Partial<Verification> = {}): Verification => ({
  name,
  verified: true,
  kind: 'format 2',
  level: 3,
  problems: [],
  notApplicable: [],
  bytes: 6_931_000,
  sha256: '91ab',
  takenAt: hoursAgo(hours),
  verifiedAt: now,
  tookMs: 812,
  ...more,
});
const archive = (name: string, hours: number, about?: Verification): Archive => ({
  name,
  bytes: 6_931_000,
  takenAt: hoursAgo(hours),
  ...(about && { verification: about }),
});
const good = (name: string, hours: number): Archive => archive(name, hours, verification(name, hours));
const failed = (name: string, hours: number): Archive =>
  archive(name, hours, verification(name, hours, { verified: false, level: 0, problems: ['the gzip stream ends too early'] }));
const legacy = (name: string, hours: number): Archive =>
  archive(name, hours, verification(name, hours, { verified: false, kind: 'legacy', level: 2 }));
const linesOf = (finding: Finding | undefined): readonly string[] =>
  (finding?.remedies ?? []).flatMap((remedy) => (remedy.kind === 'line' ? [remedy.line] : []));

test.each<[string, readonly Archive[], string, string, readonly string[]]>([
  ['fresh', [good('a', 3)], 'ok', 'Newest verified backup is 3 h old: `a`.', []],
  ['a day and two hours old', [good('a', 26)], 'warn', 'Newest verified backup is 26 h old (warn 26 h): `a`.', ['backup create']],
  ['too old', [good('a', 53)], 'critical', 'Newest verified backup is 53 h old (limit 50 h): `a`.', ['backup create']],
  [
    'old, and the younger ones do not count',
    [failed('d', 1), legacy('c', 2), archive('b', 3), good('a', 53)],
    'critical',
    'Newest verified backup is 53 h old (limit 50 h): `a`. Newer, but not counted: 1 failed, 1 legacy and 1 not verified yet.',
    ['backup verify b', 'backup create'],
  ],
  ['not there at all', [], 'critical', 'There is no backup.', ['backup create']],
  [
    'only failed',
    [failed('a', 1), failed('b', 2)],
    'critical',
    'There is no verified backup: the newest, `a` (1 h ago), failed its verification (the gzip stream ends too early). 2 archives: 2 failed.',
    ['backup create'],
  ],
  [
    'failed, and the others are not yet read',
    [failed('a', 1), archive('b', 2), archive('c', 90)],
    'critical',
    'There is no verified backup: the newest, `a` (1 h ago), failed its verification (the gzip stream ends too early). 3 archives: 1 failed and 2 not verified yet.',
    ['backup verify b', 'backup create'],
  ],
  [
    'legacy, as all are',
    [legacy('a', 1)],
    'warn',
    'No backup is verified; the newest, `a` (1 h ago), is a legacy one that can be read to its end, but nothing proves that it is whole.',
    ['backup create'],
  ],
  ['legacy and old', [legacy('a', 60)], 'critical', 'There is no verified backup. 1 archive: 1 legacy.', ['backup create']],
  [
    'young and not yet read',
    [archive('a', 3)],
    'unknown',
    'Newest verified backup: unknown, `a` (3 h ago) was not verified yet, and no other one is.',
    ['backup verify a', 'backup create'],
  ],
  [
    'old and not yet read',
    [archive('a', 30)],
    'critical',
    'There is no verified backup. 1 archive: 1 not verified yet.',
    ['backup create'],
  ],
])('a newest backup that is %s', (_, archives, status, summary, remedies) => {
  const found = judged(backupFreshness, { archives, rubble: [], now });

  expect(seen(found)[0]).toEqual([status, summary]);
  expect(linesOf(found[0])).toEqual(remedies);
});

test('each archive that does not count is named with its reason', () => {
  const [finding] = judged(backupFreshness, { archives: [failed('c', 1), legacy('b', 2), good('a', 3)], rubble: [], now });

  expect(finding).toMatchObject({ status: 'ok', evidence: ['`c`, 1 h ago: failed its verification', '`b`, 2 h ago: legacy'] });
});

test('that the last attempt failed is news, however fresh the newest verified one is', () => {
  const found = judged(backupFreshness, { archives: [failed('c', 1), good('a', 3)], rubble: [], now });

  expect(seen(found)).toEqual([
    ['ok', 'Newest verified backup is 3 h old: `a`. Newer, but not counted: 1 failed.'],
    ['warn', 'The newest archive, `c` (1 h ago), failed its verification: the gzip stream ends too early.'],
  ]);
});

test('so is something newer that is no archive, unless it may still be under way or is older', () => {
  const rubble = (hours: number) => [{ name: 'bigshot_backup_1', why: 'a folder, not an archive', modifiedAt: hoursAgo(hours) }];
  const said = (hours: number) => seen(judged(backupFreshness, { archives: [good('a', 3)], rubble: rubble(hours), now })).slice(1);

  expect([said(4), said(0.1)]).toEqual([[], []]);
  expect(said(1)).toEqual([
    ['warn', '`bigshot_backup_1` (1 h ago) is newer than every verified backup and is none: a folder, not an archive.'],
  ]);
});

test('a name that no command would take is shown and not offered', () => {
  const [finding] = judged(backupFreshness, { archives: [archive('../<!channel>', 3)], rubble: [], now });

  expect(linesOf(finding)).toEqual(['backup create']);
  expect(finding?.summary).toContain('`../&lt;!channel&gt;`');
});

test('the list has a finding an archive and none for a hint', () => {
  const rubble = [{ name: 'restore_1', why: 'a folder' }];

  const found = judged(backupList, { archives: [archive('c', 1), archive('b', 2), failed('a', 3)], rubble, now });

  expect(seen(found)).toEqual([
    ['unknown', '`c` · 6.61 MiB · 1 h ago · not verified yet'],
    ['unknown', '`b` · 6.61 MiB · 2 h ago · not verified yet'],
    ['critical', '`a` · 6.61 MiB · 3 h ago · the gzip stream ends too early'],
  ]);
  expect(found.map(({ subject }) => subject)).toEqual(['c', 'b', 'a']);
  expect(found.map((one) => linesOf(one))).toEqual([['backup verify c'], ['backup verify b'], []]);
  expect(found.at(-1)?.evidence).toEqual(['no backup: `restore_1` (a folder)']);
});

test('no archive at all is as bad in the list as it is in the health', () => {
  const [listed] = judged(backupList, { archives: [], rubble: [], now });
  const [asked] = judged(backupFreshness, { archives: [], rubble: [], now });

  expect(seen(listed ? [listed] : [])).toEqual(seen(asked ? [asked] : []));
  expect(linesOf(listed)).toEqual(['backup create']);
});

test('what is no backup is counted where it is too much to name', () => {
  const rubble = Array.from({ length: 20 }, (_, index) => ({ name: `restore_${index}`, why: 'a folder' }));

  const [listed] = judged(backupList, { archives: [], rubble, now });

  expect(listed?.evidence).toHaveLength(8);
  expect(listed?.evidence?.at(-1)).toBe('… and 13 more that are no backup');
});

test.each<[string, Verification | undefined, string, string]>([
  ['verified', verification('a', 3), 'ok', '`a` (6.61 MiB) is verified to level 3, read in 812 ms.'],
  [
    'legacy',
    verification('a', 3, { verified: false, kind: 'legacy', level: 2 }),
    'warn',
    '`a` is a legacy archive: it can be read to its end, but without a manifest nothing proves that it is whole.',
  ],
  [
    'cut',
    verification('a', 3, { verified: false, level: 0, problems: ['the gzip stream ends too early', 'no trailer'] }),
    'critical',
    '`a` failed its verification: the gzip stream ends too early, and 1 other problem.',
  ],
  [
    'legacy and cut',
    verification('a', 3, { verified: false, kind: 'legacy', level: 0, problems: ['no trailer'] }),
    'critical',
    '`a` failed its verification: no trailer.',
  ],
  ['not there', undefined, 'unknown', 'Integrity of the newest backup: unknown, there is no archive to read.'],
])('a newest archive that is %s', (_, about, status, summary) => {
  expect(seen(judged(backupIntegrity, { rubble: [], ...(about && { verification: about }) }))).toEqual([[status, summary]]);
});

test('problems and leftovers are the proof, as harmless text', () => {
  const broken = verification('a', 3, { verified: false, level: 0, problems: ['member <!channel> is absent'] });

  const [finding] = judged(backupIntegrity, { verification: broken, rubble: [{ name: 'restore_1', why: 'a folder' }] });

  expect(finding?.evidence).toEqual(['member &lt;!channel&gt; is absent', 'no backup: `restore_1` (a folder)']);
});

test.each([
  ['names none', [], 'ok', "The platform's own endpoint names no backup; it sees folders only and never an archive."],
  [
    'names a leftover',
    [{ name: 'restore_1' }],
    'warn',
    "The platform's own endpoint names 1 backup, but it sees folders only: these are leftovers and no backups.",
  ],
])('the endpoint of the platform %s', (_, backups, status, summary) => {
  expect(seen(judged(platformBackupStatus, { backups }))).toEqual([[status, summary]]);
});
