import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { plural } from '../../lib/words.ts';
import type { UpdatesReader } from '../../ports/updates.ts';

type Scanned = Awaited<ReturnType<UpdatesReader['scan']>>[number];

export const imageScan = defineCheck({
  id: 'image-scan',
  title: 'Weaknesses of the images',
  why: 'What can be cured and is not is an open door that is on a public list.',
  procedures: ['S27', 'S42', 'S75'],
  limits: z.object({
    warn: z.number().default(1).describe('weaknesses of severity HIGH that have a cure'),
    critical: z.number().default(1).describe('weaknesses of severity CRITICAL that have a cure'),
  }),
  needs: ['updates'],
  timeoutMs: 15 * 60_000,
  probe: ({ updates, signal }) => updates.scan(signal),
  judge: (images, limits) =>
    images.length === 0
      ? [{ status: 'unknown', summary: 'Weaknesses of the images: unknown, the platform has no container.' }]
      : images.map((one) => judge(one, limits)),
});

function judge({ service, image, weaknesses }: Scanned, { warn, critical }: { readonly warn: number; readonly critical: number }): Finding {
  const curable = weaknesses.filter(({ fixedIn }) => fixedIn !== undefined);
  const grave = curable.filter(({ severity }) => severity === 'CRITICAL').length;
  const high = curable.length - grave;
  const status = grave >= critical ? 'critical' : high >= warn ? 'warn' : 'ok';
  return {
    status,
    subject: foreign(service, 60),
    summary: `The image ${foreignCode(image, 100)} of ${foreignCode(service, 60)} has ${plural(grave, 'critical weakness', 'critical weaknesses')} and ${plural(high, 'high one')} that can be cured, and ${plural(weaknesses.length - curable.length, 'grave one')} without a cure yet.`,
    measure: { value: curable.length, unit: 'count' },
    table: {
      columns: [{ title: 'weakness' }, { title: 'severity' }, { title: 'package' }, { title: 'installed' }, { title: 'fixed in' }],
      rows: curable
        .slice(0, 20)
        .map((one) => [plain(one.id, 30), one.severity, plain(one.package, 30), plain(one.installed, 20), plain(one.fixedIn ?? '', 20)]),
    },
    ...(status !== 'ok' && { remedies: [{ kind: 'advice', text: 'Build the image anew on a fresh base, test it, and bring it out.' }] }),
  };
}
