import { limits } from './limits.ts';
import {
  all,
  byType,
  failed,
  fine,
  flag,
  isFields,
  kind,
  list,
  object,
  oneOf,
  integer,
  string,
  type Problems,
  type Rule,
} from './problem.ts';
import { richText } from './rich-text.ts';

const finite: Rule = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? fine : failed(at, 'must be a valid number', { type: 'format', expected: 'number' });

const raw = {
  raw_text: kind('raw_text', { text: string(limits.tableCell) }),
  raw_number: kind('raw_number', { text: string(limits.tableCell), value: finite }),
};
const cell = byType({ ...raw, rich_text: richText });
const headerCell = byType(raw);

const identified = { block_id: string(limits.blockId) };
const columnSetting = object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag });

/** Rows may differ in length. */
export const table = kind(
  'table',
  { rows: list(list(cell, limits.tableColumns), limits.tableRows) },
  { ...identified, column_settings: list(columnSetting, limits.tableColumnSettings) },
);

/** The first row is the header, in which Slack wants no rich text; every row must be as long as it. */
export const dataTable = all(
  kind(
    'data_table',
    { rows: list(list(cell, limits.dataTableColumns), limits.dataTableRows), caption: string(limits.dataTableCaption) },
    { ...identified, page_size: integer(limits.dataTablePageSize), row_header_column_index: integer(limits.dataTableHeaderColumn) },
  ),
  (value, at) => (isFields(value) && Array.isArray(value['rows']) ? shapeOf(value['rows'], value['row_header_column_index'], at) : fine),
);

function shapeOf(rows: readonly unknown[], headerColumn: unknown, at: string): Problems {
  const [first] = rows;
  if (!Array.isArray(first)) return fine;
  const width = first.length;
  return [
    ...first.flatMap((entry: unknown, index) => (isFields(entry) ? headerCell(entry, `${at}/rows/0/${index}`) : fine)),
    ...rows.flatMap((row, index) =>
      Array.isArray(row) && row.length !== width
        ? failed(`${at}/rows/${index}`, 'must have as many cells as the header', { type: 'cells', expected: width })
        : fine,
    ),
    ...(typeof headerColumn === 'number' && headerColumn >= width
      ? failed(`${at}/row_header_column_index`, 'must be the index of a column', { type: 'maximum', expected: width - 1 })
      : fine),
  ];
}
