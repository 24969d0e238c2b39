import { foreign } from '../../lib/foreign.ts';
import { bytes, list } from '../../lib/words.ts';
import type { ArchiveContents, Verification } from '../../ports/backups.ts';
import type { DatabaseTraits } from '../../ports/database.ts';

/** What the archive has to fit to. */
export interface Ground {
  readonly traits: DatabaseTraits;
  readonly available: readonly string[];
  /** Where the backups lie: of the disk of the server nothing is known from here. */
  readonly freeBytes: number;
}

/** The copy and the write-ahead log of loading it: twice the larger of what is there and what comes. */
const SPACE_FACTOR = 2;

/** Disk that the server needs for loading. */
export function neededBytes({ sizeBytes }: Pick<DatabaseTraits, 'sizeBytes'>, { dumpBytes }: Pick<ArchiveContents, 'dumpBytes'>): number {
  return SPACE_FACTOR * Math.max(sizeBytes, dumpBytes);
}

/** Names what was measured, because the server may keep its data on another disk. */
export function roomInWords(needed: number, freeBytes: number): string {
  return `it needs about ${bytes(needed)} of the server's disk, and ${bytes(freeBytes)} are free where the backups lie`;
}

/** Why this archive must not or cannot be loaded here, in sentences; empty when it fits. */
export function misfits({ name, kind, problems, contents }: Verification, { traits, available, freeBytes }: Ground): readonly string[] {
  if (contents && contents.database !== '' && contents.database !== traits.name)
    return [`it is a backup of the database ${foreign(contents.database, 80)}, not of ${traits.name}`];
  if (problems.length > 0) return [`the archive \`${name}\` is not sound: ${foreign(problems.slice(0, 3).join('; '))}`];
  if (!contents) return [`the archive \`${name}\` holds no dump`];
  if (kind === 'legacy' && contents.hasInserts === true)
    return [
      `the dump in \`${name}\` was made with --inserts: its rows cannot be counted, a restored copy could not be compared with it, and so the bot does not restore it`,
    ];
  // Empty tables are named too, so this is a dump of nothing, or one without data.
  if (Object.keys(contents.rows).length === 0)
    return [`the dump in \`${name}\` has the data of not a single table: restoring it would only empty ${traits.name}`];
  const { encoding, serverVersion, extensions } = contents;
  if (!traits.mayRename)
    return [`the bot's user may not make and rename databases: it needs CREATEDB and to be the owner of ${traits.name}`];
  const missing = extensions.filter((extension) => !available.includes(extension));
  const needed = neededBytes(traits, contents);
  return [
    ...(major(serverVersion) > major(traits.serverVersion)
      ? [`it was taken from PostgreSQL ${major(serverVersion)}, which is newer than the server (${major(traits.serverVersion)})`]
      : []),
    ...(encoding !== undefined && encoding !== traits.encoding
      ? [`its encoding is ${foreign(encoding, 40)}, that of ${traits.name} is ${traits.encoding}`]
      : []),
    ...(missing.length > 0 ? [`the server has not got the extension ${list(missing.map((extension) => foreign(extension, 80)))}`] : []),
    ...(freeBytes < needed ? [roomInWords(needed, freeBytes)] : []),
  ];
}

function major(version: number): number {
  return Math.floor(version / 10_000);
}
