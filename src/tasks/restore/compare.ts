import { OpsError } from '../../core/errors.ts';
import type { Act } from '../../core/look.ts';
import { plain } from '../../lib/foreign.ts';
import type { RowCounts } from '../../ports/database.ts';
import type { RestoreWork } from './work.ts';

/** The restored copy must be the archive: every table with its rows, indexes and constraints by their number. */
export async function compareCopy(act: Act<'backups' | 'database' | 'services'>, work: RestoreWork): Promise<void> {
  const { database, signal } = act;
  const tables = Object.keys(work.rows).length;
  act.progress(0, tables, 'tables compared:');
  await database.analyze(work.scratch, signal);
  const counts = await database.countRows(work.scratch, signal);
  const differences = differencesOf(counts, work);
  if (differences.length > 0) {
    throw new OpsError('restore', `the restored copy is not the archive: ${differences.slice(0, 5).join('; ')}`, { permanent: true });
  }
  act.progress(tables, tables, 'tables compared:');
}

/** In which tables and numbers a copy differs from the archive, in sentences. A legacy archive does not name its empty tables. */
export function differencesOf(counts: RowCounts, work: Pick<RestoreWork, 'rows' | 'indexes' | 'constraints'>): readonly string[] {
  const tables = [...new Set([...Object.keys(work.rows), ...Object.keys(counts.rows)])];
  const rows = tables
    .map((table) => ({ table, has: counts.rows[table], wanted: work.rows[table] }))
    .filter(({ has, wanted }) => (has ?? 0) !== (wanted ?? 0) || has === undefined)
    .map(({ table, has, wanted }) => `${plain(table, 80)} has ${has ?? 'no'} rows instead of ${wanted ?? 0}`);
  return [...rows, ...numbered('indexes', counts.indexes, work.indexes), ...numbered('constraints', counts.constraints, work.constraints)];
}

function numbered(what: string, has: number | undefined, wanted: number | undefined): readonly string[] {
  return has === undefined || wanted === undefined || has === wanted ? [] : [`it has ${has} ${what} instead of ${wanted}`];
}
