import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { FULLEST_PERCENT, neededBytes } from '../../core/backup-room.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { bytes, metLimit, percent, plural } from '../../lib/words.ts';
import type { Archive } from '../../ports/backups.ts';
import { rounded } from '../../lib/rounded.ts';

interface Measure {
  readonly archives: readonly Archive[];
  readonly folder: string;
  readonly freeBytes: number;
  readonly usableBytes: number;
  readonly filesBytes: number;
}

export const backupRoom = defineCheck({
  id: 'backup-room',
  title: 'Room for backups',
  why: 'A backup that finds no room is not made, and the night has nobody who would notice.',
  procedures: ['S83'],
  limits: z.object({
    warn: z.number().default(80).describe('percent of the disk that would be used after the next backup'),
    critical: z
      .number()
      .default(FULLEST_PERCENT)
      .describe(
        `percent of the disk that would be used after the next backup; above ${FULLEST_PERCENT} none is begun, whatever stands here`,
      ),
  }),
  needs: ['backups'],
  async probe({ backups, signal }): Promise<Measure> {
    const [{ archives }, space] = await Promise.all([backups.list(signal), backups.space(signal)]);
    return { archives, ...space };
  },
  samples: ({ archives: [newest] }) => (newest ? [{ metric: 'backup-size', subject: '', value: newest.bytes }] : []),
  judge: (measure, limits) => [judge(measure, limits)],
});

function judge(
  { archives, folder, freeBytes, usableBytes, filesBytes }: Measure,
  threshold: { readonly warn: number; readonly critical: number },
): Finding {
  const last = archives[0]?.bytes;
  const subject = foreign(folder, 200);
  if (last === undefined)
    return {
      status: 'ok',
      subject,
      summary: `There is no backup yet to say how much the next one needs; ${bytes(freeBytes)} are free at ${foreignCode(folder, 200)}.`,
    };
  const next = neededBytes({ lastBytes: last, filesBytes });
  const value = rounded((100 * (usableBytes - freeBytes + next)) / usableBytes);
  const status = grade(value, threshold);
  const fit = Math.max(0, Math.floor((freeBytes - usableBytes * (1 - threshold.critical / 100)) / next));
  return {
    status,
    subject,
    summary: `The next backup needs about ${bytes(next)} at ${foreignCode(folder, 200)}, which is ${percent(value)} full after it${metLimit(status, threshold, percent)}; ${plural(fit, 'more fits', 'more fit')} below ${percent(threshold.critical)}.`,
    measure: { value, unit: 'percent' },
    threshold,
    ...(status !== 'ok' && { remedies: [{ kind: 'line', label: 'List backups', line: 'backup list' }] }),
  };
}
