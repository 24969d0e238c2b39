import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { metLimit, plural } from '../lib/words.ts';
import type { SecretFile } from '../ports/secret-files.ts';

const DAY_MS = 24 * 3_600_000;

const Limits = z.object({
  // The guide has them rotated each quarter.
  warn: z.number().default(100).describe('days since the file was written'),
  critical: z.number().default(400).describe('days since the file was written'),
});

interface Measure {
  readonly files: readonly SecretFile[];
  readonly now: Date;
}

export const secretAge = defineCheck({
  id: 'secret-age',
  title: 'Age of secrets',
  why: 'A file that was not written for so long holds secrets that are at least as old; what is in it is never read.',
  procedures: ['S59'],
  limits: Limits,
  needs: ['secretFiles'],
  probe: async ({ secretFiles, now, signal }): Promise<Measure> => ({ files: await secretFiles.all(signal), now }),
  judge: ({ files, now }, limits) => files.map((file) => judge(file, now, limits)),
});

function judge(file: SecretFile, now: Date, limits: z.output<typeof Limits>): Finding {
  const subject = foreign(file.path, 200);
  const name = foreignCode(file.path, 200);
  if (file.is === 'missing')
    return { status: 'unknown', subject, summary: `Age of secrets: unknown, ${name} is not there (moved, not mounted?).` };
  if (file.is === 'unreadable') return { status: 'unknown', subject, summary: `Age of secrets: unknown, ${foreign(file.why, 300)}.` };
  const value = Math.max(0, Math.floor((now.getTime() - file.changedAt.getTime()) / DAY_MS));
  const status = grade(value, limits);
  const days = (count: number): string => plural(count, 'day');
  const measured = { subject, measure: { value: value * 24, unit: 'hours' as const } };
  const age =
    status === 'ok'
      ? `was written ${value === 0 ? 'today' : `${days(value)} ago`}; whether its secrets were renewed then is not known`
      : `was not written for ${days(value)}${metLimit(status, limits, days)}: its secrets are at least that old`;
  const remedies = [
    { kind: 'advice', text: 'Renew them in a maintenance window, service by service, and restart what reads them.' },
  ] as const;
  if (!file.isOpen) return { status, ...measured, summary: `${name} ${age}.`, ...(status !== 'ok' && { remedies }) };
  return {
    status: status === 'ok' ? 'warn' : status,
    ...measured,
    summary: `${name} may be read by every user of the host, and ${age}.`,
    remedies: [
      { kind: 'advice', text: 'Let only the user of the platform read it (mode 600); whoever could read it may know the secrets.' },
    ],
  };
}
