import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding, Remedy } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { ago, plural } from '../../lib/words.ts';
import type { Archive } from '../../ports/backups.ts';
import { verifyIt } from './remedies.ts';

const dayMs = 86_400_000;
const make: Remedy = { kind: 'line', label: 'Weekly backup', line: 'backup create --label weekly' };

interface Measure {
  readonly archives: readonly Archive[];
  readonly now: Date;
}

/** It is found by its name, as the guide gives it, on whatever day it was made: between making and looking midnight may pass. */
export const weeklyBackup = defineCheck({
  id: 'weekly-backup',
  title: 'Weekly backup',
  why: 'The one of the week is kept when the daily ones have gone.',
  procedures: ['S31'],
  limits: z.object({
    warn: z.number().default(8).describe('days since the newest weekly backup'),
    critical: z.number().default(15).describe('days since the newest weekly backup'),
  }),
  needs: ['backups'],
  probe: async ({ backups, now, signal }): Promise<Measure> => ({ archives: (await backups.list(signal)).archives, now }),
  judge: (measure, limits) => [judge(measure, limits)],
});

function judge({ archives, now }: Measure, { warn, critical }: { readonly warn: number; readonly critical: number }): Finding {
  const weekly = archives.filter(({ name }) => name.startsWith('weekly-'));
  const newest = weekly[0];
  if (!newest)
    return { status: 'warn', summary: `There is no weekly backup among ${plural(archives.length, 'backup')}.`, remedies: [make] };
  const name = foreignCode(newest.name, 80);
  const days = (now.getTime() - newest.takenAt.getTime()) / dayMs;
  const about = { subject: foreign(newest.name, 80), measure: { value: Math.round(days * 24), unit: 'hours' } } as const;
  const verification = newest.verification;
  if (verification && verification.problems.length > 0) {
    const summary = `The weekly backup ${name} failed its verification: ${foreign(verification.problems.join('; '), 300)}.`;
    return { ...about, status: 'critical', summary, remedies: [make] };
  }
  const made = `The weekly backup ${name} was made ${ago(newest.takenAt, now)}`;
  if (days >= warn) {
    const status = days >= critical ? 'critical' : 'warn';
    const limit = status === 'critical' ? `limit ${plural(critical, 'day')}` : `warn ${plural(warn, 'day')}`;
    return { ...about, status, summary: `${made} (${limit}).`, threshold: { warn: warn * 24, critical: critical * 24 }, remedies: [make] };
  }
  if (!verification) {
    return { ...about, status: 'unknown', summary: `${made}, and nobody has read it back yet.`, remedies: verifyIt(newest) };
  }
  return { ...about, status: 'ok', summary: `${made} and is verified to level ${verification.level}.` };
}
