import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { bytes, metLimit, percent } from '../lib/words.ts';
import type { Mount } from '../ports/platform.ts';

const Limits = z.object({
  warn: z.number().default(90).describe('percent used'),
  critical: z.number().default(95).describe('percent used'),
  inodesWarn: z.number().default(90).describe('percent of the inodes used'),
  inodesCritical: z.number().default(98).describe('percent of the inodes used'),
});

export const diskSpace = defineCheck({
  id: 'disk-space',
  title: 'Disk space',
  why: 'A full disk stops the database first and the backups second.',
  procedures: ['S7', 'S101'],
  limits: Limits,
  needs: ['host'],
  probe: ({ host, signal }) => host.mounts(signal),
  judge: ({ mounts, unreadable }, { warn, critical, inodesWarn, inodesCritical }) => {
    const space = mounts.map((mount) => spaceOf(mount, { warn, critical }));
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

function spaceOf({ path, usedPercent, freeBytes }: Mount, threshold: Threshold): Finding {
  const status = grade(usedPercent, threshold);
  return {
    status,
    subject: foreign(path, 200),
    summary: `Disk ${foreignCode(path, 200)} is ${percent(usedPercent)} used${metLimit(status, threshold, percent)}, ${bytes(freeBytes)} are free.`,
    measure: { value: usedPercent, unit: 'percent' },
    threshold,
    ...(status !== 'ok' && { remedies: [{ kind: 'line', label: 'List backups', line: 'backup list' }] }),
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
