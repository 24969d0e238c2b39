import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { minute, plural } from '../../lib/words.ts';
import type { Integrity } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';

interface Measure extends Integrity {
  readonly now: Date;
}

const rescue = [
  {
    kind: 'advice',
    text: 'Make no changes: copy the data directory while the server is stopped, see what the disk says of itself, then restore the newest verified backup.',
  },
  { kind: 'line', label: 'List backups', line: 'backup list' },
] as const;

export const databaseIntegrity = defineCheck({
  id: 'database-integrity',
  title: 'Integrity of the database',
  why: 'Damage on a disk is silent until the damaged row is read; counters of rows do not prove that they are whole.',
  procedures: ['S117', 'S57'],
  limits: z.object({}),
  needs: ['statistics'],
  timeoutMs: 35_000,
  probe: async ({ statistics, now, signal }): Promise<Measure> => ({ ...(await statistics.integrity(signal)), now }),
  judge: ({ checksums, indexes, now }) => [ofChecksums(checksums, now), ...ofIndexes(indexes)],
});

function ofChecksums(checksums: Integrity['checksums'], now: Date): Finding {
  if (!checksums)
    return {
      status: 'skipped',
      subject: 'checksums',
      summary: 'Checksums: skipped, this cluster keeps none, so damage on the disk shows only when it is read.',
    };
  const { failures: value, last } = checksums;
  const measure = { value, unit: 'count' } as const;
  if (value === 0)
    return { status: 'ok', subject: 'checksums', summary: `No page has failed its checksum ${countedSince(checksums, now)}.`, measure };
  return {
    status: 'critical',
    subject: 'checksums',
    summary: `${plural(value, 'page')} failed ${value === 1 ? 'its' : 'their'} checksum${last ? `, the last one at ${minute(last)}` : ''}: data on the disk are damaged.`,
    measure,
    remedies: rescue,
  };
}

function ofIndexes(indexes: Integrity['indexes']): readonly Finding[] {
  if (!indexes)
    return [
      {
        status: 'skipped',
        subject: 'indexes',
        summary: 'Order in the indexes: skipped, the extension `amcheck` is not installed (`create extension amcheck` by a superuser).',
      },
    ];
  const { all, checked, broken } = indexes;
  const measure = { value: broken.length, unit: 'count' } as const;
  if (broken.length > 0)
    return broken.map(({ index, table, why }) => ({
      status: 'critical',
      subject: foreign(index, 80),
      summary: `The index ${foreignCode(index, 80)} of ${foreignCode(table, 80)} is damaged: ${foreign(why, 200)}.`,
      measure,
      remedies: [
        {
          kind: 'advice',
          text: 'If only indexes are damaged, build them anew with REINDEX INDEX CONCURRENTLY; then look for why: a crash, a disk, another collation.',
        },
      ],
    }));
  if (checked === all)
    return [{ status: 'ok', subject: 'indexes', summary: `${plural(all, 'index', 'indexes')} looked at, each in order.`, measure }];
  return [
    {
      status: checked === 0 ? 'unknown' : 'ok',
      subject: 'indexes',
      summary:
        checked === 0
          ? `Order in the indexes: unknown, ${all === 1 ? 'the only one is' : `all ${all} are`} locked by somebody, or there was no time for them.`
          : `${checked} of ${plural(all, 'index', 'indexes')} looked at, each in order; the rest is locked by somebody, or there was no time for it.`,
      measure,
    },
  ];
}
