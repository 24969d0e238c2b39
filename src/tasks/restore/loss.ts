import type { ArchiveContents } from '../../ports/backups.ts';
import type { RowCounts } from '../../ports/database.ts';
import { minute } from '../../lib/words.ts';
import { rowsWithin, type Rows } from './rows.ts';

/** One of two states of the data: its rows a table, and how many of them were written after the other one ended. */
export interface State {
  readonly rows: Rows;
  readonly newer?: Rows;
}

/**
 * What is lost when `to` takes the place of `from`, a table. Counts alone would not see new rows where more old ones were deleted,
 * so what is newer than the other state is told apart; of the older rows only the difference in number can be known.
 */
export function rowsLost(from: State, to: State): Rows {
  const lost = Object.entries(from.rows).map(([table, rows]) => {
    const shared = (to.rows[table] ?? 0) - (to.newer?.[table] ?? 0);
    return [table, Math.max(rows - shared, from.newer?.[table] ?? 0)] as const;
  });
  return Object.fromEntries(lost.filter(([, rows]) => rows > 0));
}

/**
 * From when on a row cannot be in the archive: behind its newest one. A row that was dated ahead of its time must not hide what came after,
 * therefore never later than the archive was taken.
 */
export function momentOf({ newest }: Pick<ArchiveContents, 'newest'>, takenAt: Date): Date {
  return newest && newest < takenAt ? newest : takenAt;
}

/** Characters of table names and numbers: all of them together leave room for the rest of a plan that people can read. */
const DATED = 2400;
const COUNTED = 1000;
const GAINED = 500;

/** "you lose what was written since: 17 jobs, 3 domains (newest 2026-11-23 20:51 UTC), and 12 url_tags more than in the archive". */
export function lossInWords(lost: Rows, here: RowCounts, words: { readonly lose: string; readonly other: string }): string {
  const { newer = {}, newest } = here;
  const isDated = ([table]: readonly [string, number]): boolean => (newer[table] ?? 0) > 0;
  const dated = within(DATED, Object.entries(lost).filter(isDated));
  const counted = within(
    COUNTED,
    Object.entries(lost).filter((entry) => !isDated(entry)),
  );
  const parts = [
    ...(dated === '' ? [] : [`${dated}${newest ? ` (newest ${minute(newest)})` : ''}`]),
    ...(counted === '' ? [] : [`${counted} more than in ${words.other}`]),
  ];
  if (parts.length > 0) return `${words.lose} ${parts.join(', and ')}`;
  if (Object.keys(newer).length === 0) return `no table has more rows now than ${words.other}; changes to rows are lost`;
  return 'nothing was written since (by created_at); changes to older rows are lost too';
}

/** What comes back, in one sentence; none when nothing does. */
export function gainInWords(back: Rows): readonly string[] {
  const words = rowsWithin(back, GAINED);
  return words === '' ? [] : [`these come back: ${words}`];
}

function within(characters: number, rows: readonly (readonly [string, number])[]): string {
  return rowsWithin(Object.fromEntries(rows), characters);
}
