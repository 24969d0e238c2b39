import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { Absent } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { count, minute, plural } from '../lib/words.ts';

/** What the newest verified backup has, and what is there. */
interface Measure {
  readonly backup: { readonly name: string; readonly takenAt: Date; readonly rows: Readonly<Record<string, number>> };
  readonly tables: readonly string[];
}

export const missingTables = defineCheck({
  id: 'missing-tables',
  title: 'Tables',
  why: 'A table that was dropped is no error anywhere until somebody asks for it; the newest verified backup still knows it.',
  procedures: ['S117'],
  limits: z.object({}),
  needs: ['backups', 'database'],
  probe: async ({ backups, database, signal }): Promise<Measure> => {
    const tables = await database.tables(signal);
    const { archives } = await backups.list(signal);
    const newest = archives.find(({ verification }) => verification?.verified === true && verification.contents !== undefined);
    if (!newest?.verification?.contents) throw new Absent('there is no verified backup to compare the tables with');
    return { backup: { name: newest.name, takenAt: newest.takenAt, rows: newest.verification.contents.rows }, tables };
  },
  judge: ({ backup, tables }) => {
    const gone = Object.entries(backup.rows).filter(([table]) => !tables.includes(table));
    if (gone.length === 0)
      return [{ status: 'ok', summary: `All ${plural(Object.keys(backup.rows).length, 'table')} of the newest backup are there.` }];
    return gone.map(([table, rows]): Finding => ({
      status: 'critical',
      subject: foreign(table, 100),
      summary: `The table ${foreignCode(table, 100)} is gone; the backup of ${minute(backup.takenAt)} has ${count(rows)} rows of it.`,
      measure: { value: rows, unit: 'count' },
      remedies: [{ kind: 'line', label: 'Plan a restore', line: `restore ${backup.name}` }],
    }));
  },
});
