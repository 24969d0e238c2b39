import type { Finding } from '../../core/finding.ts';
import type { Look } from '../../core/look.ts';
import { foreign } from '../../lib/foreign.ts';
import { differencesOf } from './compare.ts';
import { rowsLost } from './loss.ts';
import { redisInWords } from './redis.ts';
import { onlyThere, rowsInWords } from './rows.ts';
import type { RestoreWork } from './work.ts';

type Needs = 'backups' | 'database' | 'services';

/** Which of the three names exist tells where a restore stands, whoever asks and whenever: finished, interrupted or cleaned up. */
export async function whoServes(look: Look<Needs>, work: RestoreWork): Promise<readonly Finding[]> {
  const { database, signal } = look;
  const { live, scratch, kept } = work;
  const there = await database.existing([live, scratch, kept], signal);
  if (!there[live]) return [{ status: 'critical', summary: `There is no database ${code(live)}: nobody serves.` }];
  const closed: readonly Finding[] = there[live].allowsConnections
    ? []
    : [{ status: 'critical', summary: `${code(live)} takes no connections: nobody serves.` }];
  if (there[kept] && there[scratch]) {
    return [
      ...closed,
      { status: 'critical', summary: `${code(kept)} and ${code(scratch)} exist both: somebody else has renamed databases.` },
    ];
  }
  if (there[kept]) return [...closed, ...(closed.length > 0 ? [] : await restored(look, work))];
  const standing = there[scratch] ? await copyOf(look, work) : 'gone';
  const summary = `${code(live)} still serves the old data, the restored copy is ${standing}.`;
  return [...closed, { status: standing === 'gone' ? 'ok' : 'warn', subject: live, summary }];
}

// The services write again, so rows are not compared any more: the step before the swap has done it.
async function restored(look: Look<Needs>, { live, kept, archive, rows, since, redis }: RestoreWork): Promise<readonly Finding[]> {
  const { database, signal } = look;
  const defects = await database.defects(live, signal);
  const behind = onlyThere(rowsLost(await database.countRows(kept, signal, new Date(since)), { rows }));
  const summary = `restored from ${code(archive)}: ${rowsInWords(rows) || 'no rows'}, all as in the archive; the data before it are kept as ${code(kept)}${behind}${await redisInWords(look, redis)}.`;
  return [
    { status: 'ok', subject: live, summary },
    ...defects.map((defect): Finding => ({ status: 'warn', subject: live, summary: `${foreign(defect)}.` })),
  ];
}

/** Loading is one transaction, so a copy has all of its rows or none. */
async function copyOf({ database, signal }: Look<Needs>, work: RestoreWork): Promise<'complete' | 'not complete'> {
  // A swap that was cut may have closed it; closed it was compared before.
  const there = await database.existing([work.scratch], signal);
  if (there[work.scratch]?.allowsConnections === false) return 'complete';
  const counts = await database.countRows(work.scratch, signal);
  return differencesOf(counts, work).length === 0 ? 'complete' : 'not complete';
}

function code(name: string): string {
  return `\`${foreign(name, 80)}\``;
}
