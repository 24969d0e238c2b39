import { stringify } from 'csv-stringify/sync';
import type { Chart } from '../../core/chart.ts';
import type { Table } from '../../core/finding.ts';
import { allFindings } from '../../services/picture.ts';
import type { RunPicture } from '../../services/picture.ts';
import { plainOf } from './plain.ts';

type Rows = readonly (readonly (string | number | undefined)[])[];

/** Numbers to reckon with: the rows of the one table or picture of a single check, and of everything else a row a finding. */
export function csvOf({ run, reported }: RunPicture): string {
  const [first] = allFindings(reported).filter(({ table, chart }) => table !== undefined || chart !== undefined);
  if (run.kind === 'check' && first?.table) return written(rowsOf(first.table));
  if (run.kind === 'check' && first?.chart) return written(pointsOf(first.chart));
  return written([
    ['check', 'status', 'subject', 'value', 'unit', 'warn', 'critical', 'limits from', 'summary'],
    ...reported.flatMap(({ check, findings }) =>
      findings.map(({ status, subject, measure, threshold, summary }) => [
        check,
        status,
        plainOf(subject ?? ''),
        measure?.value,
        measure?.unit,
        threshold?.warn,
        threshold?.critical,
        threshold?.from,
        plainOf(summary),
      ]),
    ),
  ]);
}

function rowsOf({ columns, rows }: Table): Rows {
  return [columns.map(({ title }) => title), ...rows];
}

function pointsOf({ lines }: Chart): Rows {
  return [
    ['time', 'name', 'value'],
    ...lines.flatMap(({ name, points }) => points.map(([at, value]) => [new Date(at).toISOString(), name, value])),
  ];
}

/** A cell that begins like a formula would be one in a spreadsheet. */
function written(rows: Rows): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true },
  );
}
