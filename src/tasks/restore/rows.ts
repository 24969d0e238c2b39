import { foreign } from '../../lib/foreign.ts';
import { count, list, plural } from '../../lib/words.ts';

/** Rows a table. */
export type Rows = Readonly<Record<string, number>>;

const SHOWN = 8;

/** "181 819 jobs, 50 000 domains": the largest first, empty tables left out. */
export function rowsInWords(rows: Rows, shown = SHOWN): string {
  const filled = Object.entries(rows)
    .filter(([, number]) => number > 0)
    .toSorted(([, left], [, right]) => right - left);
  const words = filled.slice(0, shown).map(([table, number]) => `${count(number)} ${foreign(table, 80)}`);
  const rest = filled.slice(shown).reduce((sum, [, number]) => sum + number, 0);
  if (rest > 0) words.push(`${plural(rest, 'row')} in ${plural(filled.length - shown, 'other table')}`);
  return words.join(', ');
}

/** Tables of one side that the other has not got, in one sentence each; no sentence without such tables. Their rows are counted elsewhere. */
export function oneSided(here: Rows, archived: Rows, other: string): readonly string[] {
  const tell = (tables: readonly string[]): string => list(tables.map((table) => foreign(table, 80)));
  const onlyHere = Object.keys(here).filter((table) => !(table in archived));
  const onlyThere = Object.keys(archived).filter((table) => !(table in here));
  return [
    ...(onlyHere.length > 0 ? [`only in the present database, and gone from it afterwards: ${tell(onlyHere)}`] : []),
    ...(onlyThere.length > 0 ? [`only in ${other}: ${tell(onlyThere)}`] : []),
  ];
}

const SLACK_PERCENT = 2;
const SLACK_ROWS = 100;

/** Whether much more would be lost by now than people approved; the sentence names the first such table. */
export function tooMuchLost(approved: Rows, now: Rows): string | undefined {
  const found = Object.entries(now).find(
    ([table, rows]) => rows > Math.floor((approved[table] ?? 0) * (1 + SLACK_PERCENT / 100)) + SLACK_ROWS,
  );
  if (!found) return undefined;
  const [table, rows] = found;
  return `by now ${count(rows)} rows of ${foreign(table, 80)} would be lost, ${count(approved[table] ?? 0)} were approved`;
}
