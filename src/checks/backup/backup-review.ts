import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { duration, metLimit, plural } from '../../lib/words.ts';
import type { Archive } from '../../ports/backups.ts';
import type { RestoreTime } from '../../ports/journal.ts';
import { backUp } from './remedies.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const Limits = z.object({
  days: z.number().default(30).describe('days that are looked back'),
  lossWarn: z.number().default(26).describe('hours between two verified backups: what is lost at worst'),
  lossCritical: z.number().default(50).describe('hours between two verified backups'),
  restoreWarn: z.number().default(60).describe('minutes of the last restore'),
  restoreCritical: z.number().default(240).describe('minutes of the last restore'),
});
type Limits = z.output<typeof Limits>;

interface Measure {
  readonly archives: readonly Archive[];
  readonly restores: readonly RestoreTime[];
  readonly now: Date;
}

/** Measured, not promised: the longest gap between backups that are proven, and how long a restore has really taken. */
export const backupReview = defineCheck({
  id: 'backup-review',
  title: 'Backup strategy',
  why: 'A backup is worth what can be lost since it, and how long bringing it back takes.',
  procedures: ['S83'],
  limits: Limits,
  needs: ['backups', 'journal'],
  async probe({ backups, journal, now, signal }): Promise<Measure> {
    const [{ archives }, restores] = await Promise.all([backups.list(signal), journal.restores(new Date(now.getTime() - 365 * dayMs))]);
    return { archives, restores, now };
  },
  judge: (measure, limits) => [loss(measure, limits), time(measure, limits)],
});

/** Gaps of the window, the one up to now among them. */
function loss({ archives, now }: Measure, { days, lossWarn, lossCritical }: Limits): Finding {
  const proven = archives.filter(
    ({ verification, takenAt }) => verification?.verified === true && now.getTime() - takenAt.getTime() <= days * dayMs,
  );
  const threshold = { warn: lossWarn, critical: lossCritical };
  const subject = 'most that could be lost';
  if (proven.length === 0)
    return {
      status: 'critical',
      subject,
      summary: `There is no verified backup of the last ${plural(days, 'day')}: everything could be lost.`,
      remedies: [backUp],
    };
  const times = [now.getTime(), ...proven.map(({ takenAt }) => takenAt.getTime()).toSorted((left, right) => right - left)];
  const gaps = times.slice(1).map((at, place) => (times[place] ?? at) - at);
  const longest = Math.max(...gaps);
  const value = Math.round(longest / hourMs);
  const status = grade(value, threshold);
  const hours = (limit: number): string => duration(limit * hourMs);
  return {
    status,
    subject,
    summary: `At worst the work of ${duration(longest)} could have been lost in ${plural(days, 'day')}${metLimit(status, threshold, hours)}: ${plural(proven.length, 'verified backup')}, and so long is the longest gap between two of them.`,
    measure: { value, unit: 'hours' },
    threshold,
    ...(status !== 'ok' && {
      remedies: [{ kind: 'advice', text: 'Make them more often, and see in `log` which of the nightly ones failed.' }],
    }),
  };
}

function time({ restores, now }: Measure, { restoreWarn, restoreCritical }: Limits): Finding {
  const subject = 'time of a restore';
  const last = restores[0];
  if (!last)
    return {
      status: 'unknown',
      subject,
      summary: 'How long a restore takes is unknown: none was made within a year.',
      remedies: [
        {
          kind: 'advice',
          text: 'Restore the newest backup once, in a quiet hour or to another environment: its undo brings everything back.',
        },
      ],
    };
  const threshold = { warn: restoreWarn * 60, critical: restoreCritical * 60 };
  const value = Math.round(last.seconds);
  const status = grade(value, threshold);
  const words = (limit: number): string => duration(limit * 1000);
  const longest = Math.max(...restores.map(({ seconds }) => seconds));
  return {
    status,
    subject,
    summary: `The last restore took ${duration(last.seconds * 1000)}${metLimit(status, threshold, words)}, ${duration(now.getTime() - last.at.getTime())} ago; of ${plural(restores.length, 'restore')} within a year the longest took ${duration(longest * 1000)}.`,
    measure: { value, unit: 'seconds' },
    threshold,
  };
}
