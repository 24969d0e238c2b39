import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { ago, duration, list, metLimit, plural } from '../lib/words.ts';
import { lastAttempt } from './backup/latest.ts';
import { backUp, verifyIt } from './backup/remedies.ts';
import type { Archive, BackupsReader, Rubble } from '../ports/backups.ts';
import { rounded } from '../lib/rounded.ts';

const HOUR_MS = 3_600_000;
const SHOWN = 8;
/** Half a gigabyte takes two seconds; longer than that nobody wants to wait for the health of a platform. */
const READ_BYTES = 512 * 1024 * 1024;
const READ_WITHIN_MS = 6000;

interface Measure {
  readonly archives: readonly Archive[];
  readonly rubble: readonly Rubble[];
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
  probe: async ({ backups, now, signal }): Promise<Measure> => {
    await readNewest(backups, AbortSignal.any([signal, AbortSignal.timeout(READ_WITHIN_MS)]));
    return { ...(await backups.list(signal)), now };
  },
  judge: (measure, limits) => [judge(measure, limits), ...lastAttempt(measure, backUp)],
});

/**
 * Reads what nobody has read yet, the newest first, until one is verified: what it finds is remembered, so each archive costs this once.
 * One that is too large for the time stays unread, and the check says so.
 */
async function readNewest(backups: BackupsReader, signal: AbortSignal): Promise<void> {
  const { archives } = await backups.list(signal);
  for (const { name, bytes, verification } of archives) {
    if (verification?.verified === true || bytes > READ_BYTES) return;
    if (verification) continue;
    const read = await backups.verify(name, signal).catch(() => undefined);
    if (!read || read.verified) return;
  }
}

function judge(measure: Measure, threshold: Limits): Finding {
  const { archives, now } = measure;
  const newest = archives.find(({ verification }) => verification?.verified);
  const young = archives.filter(({ takenAt }) => now.getTime() - takenAt.getTime() < threshold.warn * HOUR_MS);
  const unread = young.find(({ verification }) => verification === undefined);
  const others = passedOver(archives, newest, now);
  if (newest === undefined) return legacyOnly(archives[0], threshold, now) ?? none(measure, unread, others);
  const hours = (now.getTime() - newest.takenAt.getTime()) / HOUR_MS;
  const status = grade(hours, threshold);
  const hoursOf = (value: number): string => duration(value * HOUR_MS);
  const name = foreignCode(newest.name, 100);
  return {
    status,
    summary: `Newest verified backup is ${hoursOf(Math.max(0, hours))} old${metLimit(status, threshold, hoursOf)}: ${name}.${others.words}`,
    measure: { value: rounded(hours), unit: 'hours' },
    threshold,
    evidence: others.lines,
    ...(status !== 'ok' && { remedies: [...verifyIt(unread), backUp] }),
  };
}

/** Nothing proves that one of the platform's own is whole, but one that can be read to its end is more than nothing. */
function legacyOnly(newest: Archive | undefined, { critical }: Limits, now: Date): Finding | undefined {
  if (newest === undefined || kindOf(newest) !== 'legacy') return undefined;
  const age = ago(newest.takenAt, now);
  if (now.getTime() - newest.takenAt.getTime() >= critical * HOUR_MS) return undefined;
  const summary = `No backup is verified; the newest, ${foreignCode(newest.name, 100)} (${age}), is a legacy one that can be read to its end, but nothing proves that it is whole.`;
  return { status: 'warn', summary, remedies: [backUp] };
}

/** No verified one at all. Where a young archive was not read yet, nobody knows: that is not the same as having nothing. */
function none({ archives, rubble, now }: Measure, unread: Archive | undefined, others: PassedOver): Finding {
  if (archives.length === 0) return { status: 'critical', summary: `There is no backup${whatElse(rubble)}.`, remedies: [backUp] };
  const evidence = others.lines;
  const remedies = [...verifyIt(unread), backUp];
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

/** What lies there and may be taken for one. */
function whatElse(rubble: readonly Rubble[]): string {
  const newest = rubble.toSorted((left, right) => (right.modifiedAt?.getTime() ?? 0) - (left.modifiedAt?.getTime() ?? 0))[0];
  return newest ? `; ${foreignCode(newest.name, 100)} is none: ${foreign(newest.why, 200)}` : '';
}

/** That the newest one is bad is news: the others may be as bad, though nobody has read them yet. */
function failureOf(newest: Archive | undefined, now: Date): string {
  if (newest === undefined || kindOf(newest) !== 'failed its verification') return '';
  const why = newest.verification?.problems[0];
  const because = why === undefined ? '' : ` (${foreign(why, 200)})`;
  return `: the newest, ${foreignCode(newest.name, 100)} (${ago(newest.takenAt, now)}), failed its verification${because}`;
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
