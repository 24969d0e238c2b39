import { foreign } from '../../lib/foreign.ts';
import { bytes, list } from '../../lib/words.ts';
import type { Verification } from '../../ports/backups.ts';
import type { DatabaseTraits } from '../../ports/database.ts';

/** What the archive has to fit to. */
export interface Ground {
  readonly traits: DatabaseTraits;
  readonly available: readonly string[];
  readonly freeBytes: number;
}

/** The copy and the write-ahead log of loading it: twice the larger of what is there and what comes. */
const SPACE_FACTOR = 2;

/** Why this archive must not or cannot be loaded here, in sentences; empty when it fits. */
export function misfits({ name, problems, contents }: Verification, { traits, available, freeBytes }: Ground): readonly string[] {
  if (problems.length > 0) return [`the archive \`${name}\` is not sound: ${problems.slice(0, 3).join('; ')}`];
  if (!contents) return [`the archive \`${name}\` holds no dump`];
  const { database, encoding, serverVersion, extensions, dumpBytes } = contents;
  if (!traits.mayRename)
    return [`the bot's user may not make and rename databases: it needs CREATEDB and to be the owner of ${traits.name}`];
  const missing = extensions.filter((extension) => !available.includes(extension));
  const neededBytes = SPACE_FACTOR * Math.max(traits.sizeBytes, dumpBytes);
  return [
    ...(database !== '' && database !== traits.name
      ? [`it is a backup of the database ${foreign(database, 80)}, not of ${traits.name}`]
      : []),
    ...(major(serverVersion) > major(traits.serverVersion)
      ? [`it was taken from PostgreSQL ${major(serverVersion)}, which is newer than the server (${major(traits.serverVersion)})`]
      : []),
    ...(encoding !== undefined && encoding !== traits.encoding
      ? [`its encoding is ${foreign(encoding, 40)}, that of ${traits.name} is ${traits.encoding}`]
      : []),
    ...(missing.length > 0 ? [`the server has not got the extension ${list(missing.map((extension) => foreign(extension, 80)))}`] : []),
    ...(freeBytes < neededBytes ? [`it needs about ${bytes(neededBytes)} of disk, ${bytes(freeBytes)} are free`] : []),
  ];
}

function major(version: number): number {
  return Math.floor(version / 10_000);
}
