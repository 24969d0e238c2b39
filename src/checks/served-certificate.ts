import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import { foreign, foreignCode, foreignCodes } from '../lib/foreign.ts';
import { ago, plural } from '../lib/words.ts';
import type { CertificateFile, CertificateServed } from '../ports/certificates.ts';

const dayMs = 86_400_000;

const Limits = z.object({
  warn: z.number().default(30).describe('days left, or a third of its life, whichever is less'),
  critical: z.number().default(7).describe('days left, or a sixth of its life, whichever is less'),
});

interface Measure {
  readonly served: readonly CertificateServed[];
  readonly files: readonly CertificateFile[];
  readonly now: Date;
}

/** One that was renewed on the disk and never loaded is the classic outage, so both sides are looked at. */
export const servedCertificate = defineCheck({
  id: 'served-certificate',
  title: 'Certificate as served',
  why: 'A certificate that was renewed on the disk helps nobody until the web server shows it.',
  procedures: ['S44', 'S69'],
  limits: Limits,
  needs: ['certificates'],
  async probe({ certificates, now, signal }): Promise<Measure> {
    const [served, files] = await Promise.all([certificates.served(signal), certificates.onFile(signal)]);
    return { served, files, now };
  },
  judge: ({ served, files, now }, limits) => served.map((one) => judge(one, files, now, limits)),
});

function judge(shown: CertificateServed, files: readonly CertificateFile[], now: Date, limits: z.output<typeof Limits>): Finding {
  const subject = foreign(shown.at, 100);
  const whose = `The certificate at ${foreignCode(shown.at, 100)}`;
  if (shown.is === 'silent') return { status: 'unknown', subject, summary: `${whose}: unknown, ${foreign(shown.why, 200)}.` };
  const measure = { value: Math.round((shown.validTo.getTime() - now.getTime()) / 3_600_000), unit: 'hours' } as const;
  const { status, says, advice } = whatIsWrong(shown, files, now) ?? lifeLeft(shown, now, limits);
  const remedies = advice === undefined ? {} : { remedies: [{ kind: 'advice', text: advice }] as const };
  return { subject, measure, status, summary: `${whose} ${says}`, ...remedies };
}

type Shown = Extract<CertificateServed, { is: 'certificate' }>;

interface Judgement {
  readonly status: 'ok' | 'warn' | 'critical';
  readonly says: string;
  readonly advice?: string;
}

const renew = 'Renew it, and let the web server read it again.';

/** Why browsers refuse it, or will when the old one ends. */
function whatIsWrong(shown: Shown, files: readonly CertificateFile[], now: Date): Judgement | undefined {
  if (shown.validTo <= now) return { status: 'critical', says: `expired ${ago(shown.validTo, now)}.`, advice: renew };
  if (!shown.fits) {
    const are = foreignCodes(shown.names, 3) || 'nobody';
    return {
      status: 'critical',
      says: `is for ${are} and not for this host: browsers refuse it.`,
      advice: 'See which certificate the web server is set to show.',
    };
  }
  if (!isOlder(shown, files)) return undefined;
  return {
    status: 'critical',
    says: 'is not the newer one that lies on the disk: the web server has not read it again.',
    advice: 'Let it do so: `nginx -t`, then `nginx -s reload` in its container.',
  };
}

function lifeLeft({ validFrom, validTo, chain }: Shown, now: Date, limits: z.output<typeof Limits>): Judgement {
  const [days, life] = [(validTo.getTime() - now.getTime()) / dayMs, (validTo.getTime() - validFrom.getTime()) / dayMs];
  const [warn, critical] = [Math.min(limits.warn, life / 3), Math.min(limits.critical, life / 6)];
  const says = (limit: string) =>
    `is good for ${plural(Math.floor(days), 'day')}${limit}, with ${plural(chain, 'certificate')} in its chain.`;
  if (days < critical) return { status: 'critical', says: says(` (limit ${plural(Math.ceil(critical), 'day')})`), advice: renew };
  if (days < warn) return { status: 'warn', says: says(` (warn ${plural(Math.ceil(warn), 'day')})`), advice: renew };
  return { status: 'ok', says: says('') };
}

/** One of the files is for the same host and lives longer. */
function isOlder({ fingerprint, names, validTo }: Shown, files: readonly CertificateFile[]): boolean {
  const alike = files.flatMap((file) => (file.is === 'certificate' && file.names.some((name) => names.includes(name)) ? [file] : []));
  return !alike.some((file) => file.fingerprint === fingerprint) && alike.some((file) => file.validTo > validTo);
}
