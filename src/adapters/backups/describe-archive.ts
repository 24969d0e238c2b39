import type { RowCounts } from '../../ports/database.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Manifest, Member } from './manifest.ts';
import type { Snapshot } from './snapshot.ts';

const NO_REDIS = 'left out: there is no container engine to fetch the dump of Redis from';

/** What stands in the manifest of an archive that is written but for it. */
export function manifestOf(about: {
  readonly source: ArchiveSource;
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly counts: RowCounts;
  readonly pgDump: string;
  readonly startedAt: Date;
  readonly notes: readonly string[];
  readonly members: readonly Member[];
}): Manifest {
  const { source, name, snapshot, counts, pgDump, startedAt } = about;
  const { traits } = snapshot;
  const packed = (part: string): string =>
    about.members.some(({ path }) => path.startsWith(`${part}/`)) ? 'included' : 'left out: nothing there';
  return {
    backup_name: name,
    timestamp: snapshot.at.toISOString(),
    environment: source.environment,
    components: {
      database: 'included',
      redis: NO_REDIS,
      instance: packed('instance'),
      logs: packed('logs'),
      env: 'left out: it holds secrets',
    },
    backup_script_version: `bigshot-bot ${source.version}`,
    format: 2,
    members: [...about.members],
    database: {
      name: traits.name,
      server_version: traits.serverVersion,
      encoding: traits.encoding,
      collation: traits.collation,
      extensions: [...traits.extensions],
      rows: { ...counts.rows },
      newest: counts.newest?.toISOString() ?? null,
      indexes: counts.indexes ?? 0,
      constraints: counts.constraints ?? 0,
      wal_position: snapshot.walPosition,
    },
    tools: { pg_dump: pgDump },
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    bot_version: source.version,
    notes: [...about.notes],
  };
}
