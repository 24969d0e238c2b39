import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import type { Point } from '../core/metric.ts';
import { forecast } from '../core/trend.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { bytes, day, metLimit, percent, plural } from '../lib/words.ts';
import type { Mount } from '../ports/platform.ts';

const Limits = z.object({
  warn: z.number().default(90).describe('percent used'),
  critical: z.number().default(95).describe('percent used'),
  inodesWarn: z.number().default(90).describe('percent of the inodes used'),
  inodesCritical: z.number().default(98).describe('percent of the inodes used'),
  daysWarn: z.number().default(7).describe('days until a disk that fills steadily reaches its critical share'),
  daysCritical: z.number().default(2).describe('days until a disk that fills steadily reaches its critical share'),
});

/** A month shows a trend; what was before says little about next week. */
const PAST_MS = 30 * 86_400_000;

interface Measure {
  readonly mounts: readonly Mount[];
  readonly unreadable: readonly string[];
  readonly past: readonly Point[];
  readonly now: Date;
}

export const diskSpace = defineCheck({
  id: 'disk-space',
  title: 'Disk space',
  why: 'A full disk stops the database first and the backups second.',
  procedures: ['S7', 'S101'],
  limits: Limits,
  needs: ['host', 'history'],
  async probe({ host, history, now, signal }): Promise<Measure> {
    const [mounts, past] = await Promise.all([host.mounts(signal), history.series('disk-used', new Date(now.getTime() - PAST_MS))]);
    return { ...mounts, past, now };
  },
  isSampled: true,
  samples: ({ mounts }) => mounts.map(({ path, usedPercent }) => ({ metric: 'disk-used', subject: path, value: usedPercent })),
  judge: ({ mounts, unreadable, past, now }, { warn, critical, inodesWarn, inodesCritical, daysWarn, daysCritical }) => {
    const space = mounts.map((mount) => {
      const ahead = aheadOf(
        past.filter(({ subject }) => subject === mount.path),
        critical,
        now,
      );
      return spaceOf(mount, { warn, critical }, ahead, { warn: daysWarn, critical: daysCritical });
    });
    const inodes = mounts.flatMap((mount) => inodesOf(mount, { warn: inodesWarn, critical: inodesCritical }));
    const hung = unreadable.map((path): Finding => {
      return { status: 'unknown', subject: foreign(path, 200), summary: `Disk ${foreignCode(path, 200)}: unknown, it does not answer.` };
    });
    const found = [...space, ...inodes, ...hung];
    return found.length > 0 ? found : [{ status: 'unknown', summary: 'Disk space: unknown, this machine shows no disk.' }];
  },
});

interface Threshold {
  readonly warn: number;
  readonly critical: number;
}

/** When it reaches its critical share: in words, and in days where the past tells. */
interface Ahead {
  readonly words: string;
  readonly days?: number;
}

function aheadOf(past: readonly Point[], critical: number, now: Date): Ahead {
  const found = forecast(past, critical);
  if (found.is !== 'at') return { words: '' };
  const days = (found.at.getTime() - now.getTime()) / 86_400_000;
  const plusMinus = plural(found.plusMinusDays, 'day');
  if (days > 365) return { words: '', days };
  return { words: `, ${percent(critical)} on ${day(found.at)} (±${plusMinus}) if it goes on like this`, days };
}

function spaceOf({ path, usedPercent, freeBytes }: Mount, threshold: Threshold, ahead: Ahead, days: Threshold): Finding {
  const full = grade(usedPercent, threshold);
  // It is bad when few days are left, so the comparison is turned round.
  const soon = ahead.days === undefined ? 'ok' : ahead.days <= days.critical ? 'critical' : ahead.days <= days.warn ? 'warn' : 'ok';
  const status = full === 'critical' || soon === 'critical' ? 'critical' : full === 'warn' || soon === 'warn' ? 'warn' : 'ok';
  return {
    status,
    subject: foreign(path, 200),
    summary: `Disk ${foreignCode(path, 200)} is ${percent(usedPercent)} used${metLimit(full, threshold, percent)}, ${bytes(freeBytes)} are free${ahead.words}.`,
    measure: { value: usedPercent, unit: 'percent' },
    threshold,
    ...(status !== 'ok' && {
      remedies: [
        { kind: 'line', label: 'Chart', line: 'trend disk' },
        { kind: 'line', label: 'List backups', line: 'backup list' },
      ],
    }),
  };
}

function inodesOf({ path, inodesUsedPercent }: Mount, threshold: Threshold): readonly Finding[] {
  if (inodesUsedPercent === undefined) return [];
  const status = grade(inodesUsedPercent, threshold);
  if (status === 'ok') return [];
  return [
    {
      status,
      subject: foreign(path, 200),
      summary: `Disk ${foreignCode(path, 200)} has used ${percent(inodesUsedPercent)} of its inodes${metLimit(status, threshold, percent)}: no more files fit, whatever space is free.`,
      measure: { value: inodesUsedPercent, unit: 'percent' },
      threshold,
      remedies: [{ kind: 'advice', text: 'Look for a folder with very many small files.' }],
    },
  ];
}
