import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { foreign, foreignCode, foreignCodes } from '../../lib/foreign.ts';
import { bytes, count, metLimit, percent, plural, seconds } from '../../lib/words.ts';
import type { DatabaseCounters } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';

const Limits = z.object({
  ageWarn: z.number().default(1_000_000_000).describe('transactions since the oldest one that is not frozen'),
  ageCritical: z.number().default(1_500_000_000).describe('transactions since the oldest one that is not frozen'),
  hitWarn: z.number().default(99).describe('percent of the blocks that were found in memory, below which it warns'),
  hitCritical: z.number().default(95).describe('percent of the blocks that were found in memory, below which it is critical'),
  hitLeast: z.number().default(100_000).describe('blocks below which the ratio is chance'),
  preparedWarn: z.number().default(3600).describe('seconds of the oldest prepared transaction'),
  preparedCritical: z.number().default(86_400).describe('seconds of the oldest prepared transaction'),
});
type Limits = z.output<typeof Limits>;

type Measure = DatabaseCounters & { readonly now: Date };

/** Ages as in postgres_exporter's documentation (PostgreSQL stops at 2.1 G), the ratio as in pghero. */
export const databaseCounters = defineCheck({
  id: 'database-counters',
  title: 'Database counters',
  why: 'A server that runs out of transaction ids stops taking writes, and tells so only in its books.',
  procedures: ['S98'],
  limits: Limits,
  needs: ['statistics'],
  probe: async ({ statistics, now, signal }): Promise<Measure> => ({ ...(await statistics.counters(signal)), now }),
  judge(measure, limits) {
    const ill = [...wraparound(measure, limits), ...hitRatio(measure, limits), ...prepared(measure, limits), ...slots(measure)];
    return ill.length > 0 ? ill : [wellness(measure)];
  },
});

function wraparound({ wraparound: { age, database } }: Measure, { ageWarn, ageCritical }: Limits): readonly Finding[] {
  const threshold = { warn: ageWarn, critical: ageCritical };
  const status = grade(age, threshold);
  if (status === 'ok') return [];
  return [
    {
      status,
      subject: 'wraparound',
      summary: `The oldest transaction of ${foreignCode(database, 80)} is ${count(age)} transactions old${metLimit(status, threshold, count)}: at 2.1 billion the server takes no more writes.`,
      measure: { value: age, unit: 'count' },
      threshold,
      remedies: [
        {
          kind: 'advice',
          text: 'See what holds it back (old transactions, prepared ones, replication slots), then VACUUM FREEZE the oldest tables.',
        },
      ],
    },
  ];
}

function hitPercentOf({ blocksHit, blocksRead }: Measure): number | undefined {
  return blocksHit + blocksRead === 0 ? undefined : (100 * blocksHit) / (blocksHit + blocksRead);
}

/** It is bad when it is low, so both sides of the comparison are turned round. */
function hitRatio(measure: Measure, { hitWarn, hitCritical, hitLeast }: Limits): readonly Finding[] {
  const hit = hitPercentOf(measure);
  if (hit === undefined || measure.blocksHit + measure.blocksRead < hitLeast || hit >= hitWarn) return [];
  const status = hit < hitCritical ? 'critical' : 'warn';
  return [
    {
      status,
      subject: 'cache',
      summary: `Only ${Number(hit.toFixed(1))} % of the blocks were found in memory ${countedSince(measure, measure.now)} (${status === 'critical' ? 'limit' : 'warn'} ${percent(status === 'critical' ? hitCritical : hitWarn)}).`,
      measure: { value: Number(hit.toFixed(1)), unit: 'percent' },
      threshold: { warn: hitWarn, critical: hitCritical },
      remedies: [
        { kind: 'advice', text: 'See with `db top` what reads so much; then more shared_buffers, if the machine has memory to spare.' },
      ],
    },
  ];
}

function prepared({ preparedSeconds: value }: Measure, { preparedWarn, preparedCritical }: Limits): readonly Finding[] {
  const threshold = { warn: preparedWarn, critical: preparedCritical };
  const status = grade(value, threshold);
  if (status === 'ok') return [];
  return [
    {
      status,
      subject: 'prepared transactions',
      summary: `A transaction has been prepared for ${seconds(value)} and not ended${metLimit(status, threshold, seconds)}: it holds its locks, and no vacuum removes what came after it.`,
      measure: { value: Math.round(value), unit: 'seconds' },
      threshold,
      remedies: [{ kind: 'advice', text: 'See pg_prepared_xacts, and end it with COMMIT PREPARED or ROLLBACK PREPARED.' }],
    },
  ];
}

function slots({ idleSlots }: Measure): readonly Finding[] {
  if (idleSlots.length === 0) return [];
  const names = foreignCodes(idleSlots, 5);
  return [
    {
      status: 'warn',
      subject: foreign(idleSlots[0] ?? '', 80),
      summary: `Nobody reads the replication ${idleSlots.length === 1 ? 'slot' : 'slots'} ${names}: the server keeps its write-ahead log for it until the disk is full.`,
      measure: { value: idleSlots.length, unit: 'count' },
      remedies: [{ kind: 'advice', text: 'Start what reads it, or drop it with pg_drop_replication_slot.' }],
    },
  ];
}

function wellness(measure: Measure): Finding {
  const hit = hitPercentOf(measure);
  const cache = hit === undefined ? 'nothing was read yet' : `${Number(hit.toFixed(1))} % of the blocks were found in memory`;
  const all = measure.committed + measure.rolledBack;
  const rolled = all === 0 ? '' : `, ${percent((100 * measure.rolledBack) / all)} of the transactions were rolled back`;
  const { deadlocks, temporaryBytes: temporary } = measure;
  const temporaryFiles = temporary === 0 ? '' : `, ${bytes(temporary)} went to temporary files`;
  return {
    status: 'ok',
    summary: `${cache[0]?.toUpperCase() ?? ''}${cache.slice(1)}${rolled}, ${plural(deadlocks, 'deadlock')}${temporaryFiles}, ${countedSince(measure, measure.now)}.`,
    ...(hit === undefined ? {} : { measure: { value: Number(hit.toFixed(1)), unit: 'percent' } }),
  };
}
