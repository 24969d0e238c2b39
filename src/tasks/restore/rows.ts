import { foreign } from '../../lib/foreign.ts';
import { count, list, plural } from '../../lib/words.ts';

/** Rows a table. */
export type Rows = Readonly<Record<string, number>>;

const SHOWN = 8;

/** "181 819 jobs, 50 000 domains": the largest first, empty tables left out. */
export function rowsInWords(rows: Rows): string {
  const filled = largestFirst(rows);
  const words = filled.slice(0, SHOWN).map(inWords);
  return [...words, ...(filled.length > SHOWN ? [sumOf(filled.slice(SHOWN))] : [])].join(', ');
}

/** As many of the largest tables as fit into so many characters; of the others people read the sum, and how much one of them has at most. */
export function rowsWithin(rows: Rows, characters: number): string {
  const filled = largestFirst(rows);
  const named = thatFit(filled.map(inWords), characters);
  const others = filled.slice(named.length);
  const [most] = others;
  return [...named, ...(most ? [`${sumOf(others)} with at most ${count(most[1])} in each`] : [])].join(', ');
}

type TableRows = readonly [string, number];

function largestFirst(rows: Rows): readonly TableRows[] {
  return Object.entries(rows)
    .filter(([, number]) => number > 0)
    .toSorted(([, left], [, right]) => right - left);
}

function inWords([table, number]: TableRows): string {
  return `${count(number)} ${foreign(table, 80)}`;
}

function sumOf(tables: readonly TableRows[]): string {
  const rows = tables.reduce((sum, [, number]) => sum + number, 0);
  return `${plural(rows, 'row')} in ${plural(tables.length, 'other table')}`;
}

function thatFit(words: readonly string[], characters: number): readonly string[] {
  const named: string[] = [];
  let length = 0;
  for (const word of words) {
    length += word.length + ', '.length;
    if (length > characters) break;
    named.push(word);
  }
  return named;
}

/** So much of the tables that only one side has is named, in characters. */
const ONE_SIDED = 300;

/** Tables of one side that the other has not got, in one sentence each; no sentence without such tables. Their rows are counted elsewhere. */
export function oneSided(here: Rows, archived: Rows, other: string): readonly string[] {
  const onlyHere = Object.keys(here).filter((table) => !(table in archived));
  const onlyThere = Object.keys(archived).filter((table) => !(table in here));
  return [
    ...(onlyHere.length > 0 ? [`only in the present database, and gone from it afterwards: ${tablesInWords(onlyHere)}`] : []),
    ...(onlyThere.length > 0 ? [`only in ${other}: ${tablesInWords(onlyThere)}`] : []),
  ];
}

function tablesInWords(tables: readonly string[]): string {
  const words = tables.map((table) => foreign(table, 80));
  const named = thatFit(words, ONE_SIDED);
  return named.length === words.length ? list(words) : `${named.join(', ')} and ${plural(words.length - named.length, 'other')}`;
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

/** What stayed behind, as it was counted when nobody could write any more; nothing to say when nothing did. */
export function onlyThere(lost: Rows): string {
  const words = rowsInWords(lost);
  return words === '' ? '' : `, and only there: ${words}`;
}
