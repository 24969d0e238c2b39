import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding, Remedy } from '../core/finding.ts';
import { foreign, foreignCode, foreignCodes } from '../lib/foreign.ts';
import { ago, duration, plural } from '../lib/words.ts';
import type { CertificateFile } from '../ports/certificates.ts';

const DAY_MS = 24 * 3_600_000;
/** Certificates of long and of short life: what is early for the one is late for the other. */
const THIRD = 1 / 3;

const Limits = z.object({
  warn: z.number().default(30).describe('days left, or a third of its life, whichever is less'),
  critical: z.number().default(7).describe('days left, or a sixth of its life, whichever is less'),
});

interface Measure {
  readonly files: readonly CertificateFile[];
  readonly now: Date;
}

export const certificate = defineCheck({
  id: 'certificate',
  title: 'Certificate',
  why: 'An expired one looks like any other until the first browser refuses it.',
  procedures: ['S44', 'S69'],
  limits: Limits,
  needs: ['certificates'],
  probe: async ({ certificates, now, signal }): Promise<Measure> => ({ files: await certificates.onFile(signal), now }),
  judge: ({ files, now }, limits) => files.map((file) => judge(file, now, limits)),
});

type Days = z.output<typeof Limits>;

function judge(file: CertificateFile, now: Date, limits: Days): Finding {
  const subject = foreign(file.path, 200);
  if (file.is === 'missing') {
    const remedies = [
      advice('See where it is renewed to, and whether it was copied from there; without it the web server does not start again.'),
    ];
    return { status: 'critical', subject, summary: `There is no certificate at ${foreignCode(file.path, 200)}.`, remedies };
  }
  if (file.is === 'unreadable') return { status: 'unknown', subject, summary: `Certificate: unknown, ${foreign(file.why, 300)}.` };
  return { subject, ...dated(file, now, limits) };
}

function dated({ names, validFrom, validTo }: Extract<CertificateFile, { is: 'certificate' }>, now: Date, limits: Days): Finding {
  const whose = `The certificate${names.length === 0 ? '' : ` of ${foreignCodes(names, 3)}`}`;
  const leftMs = validTo.getTime() - now.getTime();
  const days = leftMs / DAY_MS;
  const renew = [advice('Renew it, copy it to where the web server reads it, and let that read it again.')];
  const measure = { value: Math.round(leftMs / 3_600_000), unit: 'hours' } as const;
  if (leftMs <= 0) return { status: 'critical', summary: `${whose} expired ${ago(validTo, now)}.`, measure, remedies: renew };
  if (validFrom > now) {
    const remedies = [advice('See whether the clock of this host is right, or put the one before it back until then.')];
    return { status: 'critical', summary: `${whose} is not valid yet: only ${ago(validFrom, now)}.`, measure, remedies };
  }
  const life = (validTo.getTime() - validFrom.getTime()) / DAY_MS;
  const warn = Math.min(limits.warn, life * THIRD);
  const critical = Math.min(limits.critical, (life * THIRD) / 2);
  const left = `is good for ${days >= 3 ? plural(Math.floor(days), 'day') : duration(leftMs)}`;
  const status = days < critical ? 'critical' : days < warn ? 'warn' : 'ok';
  if (status === 'ok') return { status, summary: `${whose} ${left}.`, measure };
  const limit = status === 'critical' ? `limit ${plural(Math.ceil(critical), 'day')}` : `warn ${plural(Math.ceil(warn), 'day')}`;
  return { status, summary: `${whose} ${left} (${limit}).`, measure, remedies: renew };
}

function advice(text: string): Remedy {
  return { kind: 'advice', text };
}
