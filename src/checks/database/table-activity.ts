import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding, Table } from '../../core/finding.ts';
import type { Point } from '../../core/metric.ts';
import { foreignCode, plain } from '../../lib/foreign.ts';
import { ago, count, plural } from '../../lib/words.ts';
import type { TableActivity } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';

const hourMs = 3_600_000;

interface Measure {
  readonly tables: readonly TableActivity[];
  readonly since?: Date;
  /** The counters of an earlier day, by table. */
  readonly before: readonly Point[];
  readonly now: Date;
}

const Limits = z.object({
  tables: z.number().default(10).describe('tables that are listed'),
});

/** The guide asks for the counters alone, which only ever grow; what people want to know is what was written since yesterday. */
export const tableActivity = defineCheck({
  id: 'table-activity',
  title: 'Table activity',
  why: 'A table that is suddenly written to ten times as much, or not at all, is the first sign of a job that runs wild or has died.',
  procedures: ['S17', 'S117'],
  limits: Limits,
  needs: ['statistics', 'history'],
  async probe({ statistics, history, now, signal }): Promise<Measure> {
    const [counted, before] = await Promise.all([
      statistics.tables(signal),
      history.before('table-changes', new Date(now.getTime() - 20 * hourMs), new Date(now.getTime() - 8 * 24 * hourMs)),
    ]);
    return { ...counted, before, now };
  },
  samples: ({ tables }) => tables.map((one) => ({ metric: 'table-changes', subject: one.table, value: changesOf(one) })),
  judge: (measure, { tables }) => [judge(measure, tables)],
});

function changesOf({ inserted, updated, deleted }: TableActivity): number {
  return inserted + updated + deleted;
}

interface Row {
  readonly table: TableActivity;
  /** Changes a day since the earlier sample; undefined without one, and after a reset. */
  readonly perDay?: number;
}

function judge({ tables, before, since, now }: Measure, limit: number): Finding {
  if (tables.length === 0) return { status: 'ok', summary: 'The database has no tables of its own yet.' };
  const earlier = new Map(before.map((point) => [point.subject, point]));
  const rows = tables.map((table): Row => {
    const then = earlier.get(table.table);
    if (!then || then.value > changesOf(table)) return { table };
    return { table, perDay: ((changesOf(table) - then.value) * 24 * hourMs) / (now.getTime() - then.at.getTime()) };
  });
  const isReset = tables.some((table) => (earlier.get(table.table)?.value ?? 0) > changesOf(table));
  const shown = rows
    .toSorted((left, right) => (right.perDay ?? 0) - (left.perDay ?? 0) || changesOf(right.table) - changesOf(left.table))
    .slice(0, limit);
  return { status: 'ok', summary: sentence(shown, before, { since, now, isReset }), table: tableOf(shown) };
}

function sentence(
  shown: readonly Row[],
  before: readonly Point[],
  { since, now, isReset }: { readonly since: Date | undefined; readonly now: Date; readonly isReset: boolean },
): string {
  const most = shown[0];
  if (!most) return 'Nothing was written.';
  if (isReset) return 'The counters of the tables were reset since the last look: what was written meanwhile is not known.';
  if (most.perDay === undefined || !before[0]) {
    const counted = plural(changesOf(most.table), 'change');
    return `Most is written to ${foreignCode(most.table.table, 80)}: ${counted} ${countedSince(since ? { since } : {}, now)}. From tomorrow on I can say what a day brings.`;
  }
  if (most.perDay === 0) return `Nothing was written to any table since the look ${ago(before[0].at, now)}.`;
  return `Most is written to ${foreignCode(most.table.table, 80)}: ${plural(Math.round(most.perDay), 'change')} a day since the look ${ago(before[0].at, now)}.`;
}

function tableOf(rows: readonly Row[]): Table {
  const number = (title: string) => ({ title, is: 'number' as const });
  return {
    columns: [{ title: 'table' }, number('a day'), number('inserted'), number('updated'), number('deleted'), number('live rows')],
    rows: rows.map(({ table, perDay }) => [
      plain(table.table, 40),
      perDay === undefined ? '?' : count(perDay),
      count(table.inserted),
      count(table.updated),
      count(table.deleted),
      count(table.liveRows),
    ]),
  };
}
