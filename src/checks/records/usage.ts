import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { periodOf } from '../../core/period.ts';
import type { Period } from '../../core/period.ts';
import { plain } from '../../lib/foreign.ts';
import { count, percent, plural } from '../../lib/words.ts';
import type { DomainUsage } from '../../ports/records.ts';

interface Measure extends DomainUsage {
  readonly period: Period;
  readonly before: Period;
  readonly isOver: boolean;
}

export const usage = defineCheck({
  id: 'usage',
  title: 'Usage',
  why: 'How much the platform was used, against the time before.',
  procedures: ['S47'],
  limits: z.object({}),
  needs: ['records'],
  asked: z.object({ back: z.number().int().min(0).max(24).optional(), period: z.enum(['month', 'quarter']).optional() }),
  async probe({ records, now, zone = 'UTC', signal }, asked): Promise<Measure> {
    const [kind, back] = [asked?.period ?? 'month', asked?.back ?? 0];
    const [period, before] = [periodOf(kind, now, zone, back), periodOf(kind, now, zone, back + 1)];
    return { ...(await records.domains(before.from, period.from, period.to, signal)), period, before, isOver: period.to <= now };
  },
  judge: (measure) => [judge(measure)],
});

function judge({ period, before, isOver, total, roots, inPeriod, inPeriodBefore, bySource, indexedPercent, active }: Measure): Finding {
  const change =
    inPeriodBefore === 0 ? '' : `, ${percent(Math.round((100 * inPeriod) / inPeriodBefore))} of ${before.label} (${count(inPeriodBefore)})`;
  const facts = [
    ...(active === undefined ? [] : [`${count(active)} active`]),
    ...(indexedPercent === undefined ? [] : [`${percent(indexedPercent)} indexed`]),
    ...(roots === 0 ? [] : [`under ${plural(roots, 'root')}`]),
  ];
  return {
    status: 'ok',
    summary: `${period.label}: ${plural(inPeriod, 'new domain')}${isOver ? '' : ' so far'}${change}; ${count(total)} in all${facts.length === 0 ? '' : `, ${facts.join(', ')}`}.`,
    measure: { value: inPeriod, unit: 'count' },
    table: {
      columns: [{ title: 'source' }, { title: 'in all', is: 'number' }, { title: period.label, is: 'number' }],
      rows: bySource.map(({ source, total: all, inPeriod: fresh }) => [plain(source, 40), count(all), count(fresh)]),
    },
  };
}
