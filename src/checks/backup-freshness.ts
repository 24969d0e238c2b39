import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding, type Remedy } from '../core/finding.ts';
import { BackupName } from '../core/names.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { ago, duration, list, metLimit, plural } from '../lib/words.ts';
import type { Archive } from '../ports/backups.ts';

const HOUR_MS = 3_600_000;
const SHOWN = 8;
const backUp: Remedy = { kind: 'line', label: 'Back up now', line: 'backup create' };

interface Measure {
  readonly archives: readonly Archive[];
  readonly now: Date;
}

interface Limits {
  readonly warn: number;
  readonly critical: number;
}

export const backupFreshness = defineCheck({
  id: 'backup-freshness',
  title: 'Newest verified backup',
  why: 'Only a backup that was read to its end counts, and only its age says how much would be lost.',
  procedures: ['S14', 'S78'],
  limits: z.object({
    warn: z.number().default(26).describe('hours since the newest verified backup'),
    critical: z.number().default(50).describe('hours since the newest verified backup'),
  }),
  needs: ['backups'],
  probe: async ({ backups, now, signal }): Promise<Measure> => ({ archives: (await backups.list(signal)).archives, now }),
  judge: (measure, limits) => [judge(measure, limits)],
});

function judge({ archives, now }: Measure, threshold: Limits): Finding {
  const newest = archives.find(({ verification }) => verification?.verified);
  const young = archives.filter(({ takenAt }) => now.getTime() - takenAt.getTime() < threshold.warn * HOUR_MS);
  const unread = young.find(({ verification }) => verification === undefined);
  const others = passedOver(archives, newest, now);
  if (newest === undefined) return none(archives, unread, others, now);
  const hours = (now.getTime() - newest.takenAt.getTime()) / HOUR_MS;
  const status = grade(hours, threshold);
  const hoursOf = (value: number): string => duration(value * HOUR_MS);
  const name = foreignCode(newest.name, 100);
  return {
    status,
    summary: `Newest verified backup is ${hoursOf(Math.max(0, hours))} old${metLimit(status, threshold, hoursOf)}: ${name}.${others.words}`,
    measure: { value: Math.round(hours * 10) / 10, unit: 'hours' },
    threshold,
    evidence: others.lines,
    ...(status !== 'ok' && { remedies: [...verify(unread), backUp] }),
  };
}

/** No verified one at all. Where a young archive was not read yet, nobody knows: that is not the same as having nothing. */
function none(archives: readonly Archive[], unread: Archive | undefined, others: PassedOver, now: Date): Finding {
  if (archives.length === 0) return { status: 'critical', summary: 'There is no backup.', remedies: [backUp] };
  const evidence = others.lines;
  const remedies = [...verify(unread), backUp];
  const failure = failureOf(archives[0], now);
  if (unread === undefined || failure !== '')
    return { status: 'critical', summary: `There is no verified backup${failure}.${others.words}`, evidence, remedies };
  return {
    status: 'unknown',
    summary: `Newest verified backup: unknown, ${foreignCode(unread.name, 100)} (${ago(unread.takenAt, now)}) was not verified yet, and no other one is.`,
    evidence,
    remedies,
  };
}

/** That the newest one is bad is news: the others may be as bad, though nobody has read them yet. */
function failureOf(newest: Archive | undefined, now: Date): string {
  if (newest === undefined || kindOf(newest) !== 'failed its verification') return '';
  const why = newest.verification?.problems[0];
  const because = why === undefined ? '' : ` (${foreign(why, 200)})`;
  return `: the newest, ${foreignCode(newest.name, 100)} (${ago(newest.takenAt, now)}), failed its verification${because}`;
}

function verify(archive: Archive | undefined): readonly Remedy[] {
  const name = BackupName.safeParse(archive?.name).data;
  return name === undefined ? [] : [{ kind: 'line', label: 'Verify it', line: `backup verify ${name}` }];
}

interface PassedOver {
  readonly words: string;
  readonly lines: readonly string[];
}

/** Archives younger than the newest verified one do not count, and people must know why. */
function passedOver(archives: readonly Archive[], newest: Archive | undefined, now: Date): PassedOver {
  const younger = archives.filter(({ takenAt }) => newest === undefined || takenAt > newest.takenAt);
  if (younger.length === 0) return { words: '', lines: [] };
  const kinds = ['failed its verification', 'legacy', 'not verified yet'] as const;
  const counts = kinds
    .map((kind) => ({ kind, times: younger.filter((archive) => kindOf(archive) === kind).length }))
    .filter(({ times }) => times > 0)
    .map(({ kind, times }) => `${times} ${kind === 'failed its verification' ? 'failed' : kind}`);
  return {
    words: newest === undefined ? ` ${plural(younger.length, 'archive')}: ${list(counts)}.` : ` Newer, but not counted: ${list(counts)}.`,
    lines: younger.slice(0, SHOWN).map((archive) => `${foreignCode(archive.name, 100)}, ${ago(archive.takenAt, now)}: ${kindOf(archive)}`),
  };
}

function kindOf({ verification }: Archive): 'failed its verification' | 'legacy' | 'not verified yet' {
  if (verification === undefined) return 'not verified yet';
  return verification.problems.length === 0 && verification.kind === 'legacy' ? 'legacy' : 'failed its verification';
}
