import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, whoLocks, type Finding, type Table } from '../../core/finding.ts';
import type { Point } from '../../core/metric.ts';
import { trendOf } from '../../core/trend.ts';
import { foreignCode, foreignCodes, plain } from '../../lib/foreign.ts';
import { bytes, count, list, metLimit, plural } from '../../lib/words.ts';
import type { TableSize } from '../../ports/statistics.ts';

const dayMs = 86_400_000;
const GiB = 1024 ** 3;

const Limits = z.object({
  warn: z.number().default(50).describe('GiB of the database, above which a dump takes too long to be the only kind of backup'),
  critical: z.number().default(100).describe('GiB of the database'),
  tables: z.number().default(10).describe('tables that are listed'),
});

interface Measure {
  readonly databaseBytes: number;
  readonly tables: readonly TableSize[];
  /** Sizes of the database and its tables of the last month; those of the database have no subject. */
  readonly past: { readonly database: readonly Point[]; readonly tables: readonly Point[] };
}

export const tableSizes = defineCheck({
  id: 'table-sizes',
  title: 'Database size',
  why: 'What grows fills the disk, and makes each backup and each restore take longer.',
  procedures: ['S33', 'S88'],
  limits: Limits,
  needs: ['statistics', 'history'],
  async probe({ statistics, history, now, signal }): Promise<Measure> {
    const since = new Date(now.getTime() - 30 * dayMs);
    const [sizes, database, tables] = await Promise.all([
      statistics.sizes(signal),
      history.series('database-size', since),
      history.series('table-size', since),
    ]);
    return { ...sizes, past: { database, tables } };
  },
  isSampled: true,
  samples: ({ databaseBytes, tables }) => [
    { metric: 'database-size', subject: '', value: databaseBytes },
    ...tables.flatMap(({ table, totalBytes }) =>
      totalBytes === null ? [] : [{ metric: 'table-size' as const, subject: table, value: totalBytes }],
    ),
  ],
  judge: (measure, limits) => [sizeOf(measure, limits), ...lockedOf(measure.tables)],
});

function sizeOf({ databaseBytes, tables, past }: Measure, { warn, critical, tables: limit }: z.output<typeof Limits>): Finding {
  const value = Math.round((10 * databaseBytes) / GiB) / 10;
  const threshold = { warn, critical };
  const status = grade(value, threshold);
  const largest = tables.filter(({ totalBytes }) => totalBytes !== null).slice(0, limit);
  const most = largest.slice(0, 2).map(({ table, totalBytes }) => `${foreignCode(table, 80)} ${bytes(totalBytes ?? 0)}`);
  const summary = `The database has ${bytes(databaseBytes)} in ${plural(tables.length, 'table')}${metLimit(status, threshold, (limitGiB) => `${limitGiB} GiB`)}, ${growthOf(past.database)}${most.length === 0 ? '' : `; the largest: ${list(most)}`}.`;
  return {
    status,
    summary,
    measure: { value: databaseBytes, unit: 'bytes' },
    threshold: { warn: warn * GiB, critical: critical * GiB },
    table: tableOf(largest, past.tables),
    ...(status === 'ok' ? {} : { remedies: [{ kind: 'advice', text: 'Archive what is old, and think of backups by write-ahead log.' }] }),
  };
}

function growthOf(points: readonly Point[]): string {
  const trend = trendOf(points);
  if (trend.is === 'not enough history') return 'its growth is not known yet';
  return Math.abs(trend.perDay) < 1024 ? 'and does not grow' : perDay(trend.perDay);
}

function perDay(value: number): string {
  return `${value < 0 ? '−' : '+'}${bytes(Math.abs(value))} a day`;
}

/** A table under a lock has no size now; that is no zero. */
function lockedOf(tables: readonly TableSize[]): readonly Finding[] {
  const locked = tables.filter(({ totalBytes }) => totalBytes === null).map(({ table }) => table);
  if (locked.length === 0) return [];
  const [sizes, are, them] = locked.length === 1 ? ['size', 'is', 'it'] : ['sizes', 'are', 'them'];
  return [
    {
      status: 'unknown',
      subject: 'locked tables',
      summary: `The ${sizes} of ${foreignCodes(locked, 5)} ${are} unknown: somebody holds a lock on ${them}.`,
      remedies: [whoLocks],
    },
  ];
}

function tableOf(tables: readonly TableSize[], past: readonly Point[]): Table {
  return {
    columns: [
      { title: 'table' },
      { title: 'size', is: 'number' },
      { title: 'of it indexes', is: 'number' },
      { title: 'rows', is: 'number' },
      { title: 'a day', is: 'number' },
    ],
    rows: tables.map(({ table, totalBytes, indexBytes, rows }) => {
      const trend = trendOf(past.filter(({ subject }) => subject === table));
      return [
        plain(table, 40),
        bytes(totalBytes ?? 0),
        bytes(indexBytes ?? 0),
        count(rows),
        trend.is === 'line' ? perDay(trend.perDay).replace(' a day', '') : '?',
      ];
    }),
  };
}
