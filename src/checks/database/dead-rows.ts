import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding, type Table } from '../../core/finding.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { ago, count, metLimit, percent, plural } from '../../lib/words.ts';
import type { TableActivity } from '../../ports/statistics.ts';

const Limits = z.object({
  warn: z.number().default(10).describe('percent of the rows that are dead'),
  critical: z.number().default(30).describe('percent of the rows that are dead'),
  least: z.number().default(10_000).describe('dead rows below which a table is not worth a word'),
});

interface Measure {
  readonly tables: readonly TableActivity[];
  readonly now: Date;
}

/** Limits as in awesome-prometheus-alerts: 10 % of more than 10 000 rows. Dead rows are an estimate, and no measure of bloat. */
export const deadRows = defineCheck({
  id: 'dead-rows',
  title: 'Dead rows',
  why: 'Rows that were changed or deleted stay in the files until a vacuum: reading grows slower, and the disk fuller.',
  procedures: ['S40', 'S85'],
  limits: Limits,
  needs: ['statistics'],
  probe: async ({ statistics, now, signal }): Promise<Measure> => ({ tables: (await statistics.tables(signal)).tables, now }),
  judge(measure, limits) {
    const ill = measure.tables.flatMap((table) => judge(table, limits, measure.now));
    return ill.length > 0 ? ill : [wellness(measure.tables)];
  },
});

function shareOf({ liveRows, deadRows: dead }: TableActivity): number {
  return dead === 0 ? 0 : (100 * dead) / (liveRows + dead);
}

function judge(table: TableActivity, { warn, critical, least }: z.output<typeof Limits>, now: Date): readonly Finding[] {
  const threshold = { warn, critical };
  const value = Math.round(shareOf(table));
  const status = table.deadRows < least ? 'ok' : grade(value, threshold);
  if (status === 'ok') return [];
  const vacuumed = table.vacuumedAt === null ? 'it was never vacuumed' : `its last vacuum was ${ago(table.vacuumedAt, now)}`;
  return [
    {
      status,
      subject: foreign(table.table, 80),
      summary: `${percent(value)} of the rows of ${foreignCode(table.table, 80)} are dead${metLimit(status, threshold, percent)}: ${count(table.deadRows)} of them, and ${vacuumed}.`,
      measure: { value, unit: 'percent' },
      threshold,
      remedies: [
        {
          kind: 'advice',
          text: 'See with `db sessions` whether an old transaction keeps them alive, and run VACUUM (ANALYZE) on the table when nobody does.',
        },
      ],
    },
  ];
}

function wellness(tables: readonly TableActivity[]): Finding {
  const worst = tables.toSorted((left, right) => shareOf(right) - shareOf(left)).filter((table) => table.deadRows > 0);
  const most = worst[0];
  const summary =
    most === undefined
      ? `No dead rows in ${plural(tables.length, 'table')}.`
      : `Dead rows are few: at most ${percent(Math.round(shareOf(most)))}, in ${foreignCode(most.table, 80)} (${plural(most.deadRows, 'row')}).`;
  return { status: 'ok', summary, ...(worst.length > 0 && { table: tableOf(worst.slice(0, 10)) }) };
}

function tableOf(tables: readonly TableActivity[]): Table {
  return {
    columns: [
      { title: 'table' },
      { title: 'dead', is: 'number' },
      { title: 'dead rows', is: 'number' },
      { title: 'live rows', is: 'number' },
      { title: 'last vacuum' },
    ],
    rows: tables.map((one) => [
      plain(one.table, 40),
      percent(Math.round(shareOf(one))),
      count(one.deadRows),
      count(one.liveRows),
      one.vacuumedAt === null ? 'never' : one.vacuumedAt.toISOString().slice(0, 16).replace('T', ' '),
    ]),
  };
}
