import type { RowCounts } from '../../ports/database.ts';
import type { RedisFacts } from '../redis/data.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Manifest, Member } from './manifest.ts';
import type { Snapshot } from './snapshot.ts';

/** What became of the dump of Redis. */
export type RedisPart = { readonly is: 'included'; readonly facts: RedisFacts } | { readonly is: 'left out'; readonly why: string };

/** Why no archive of this platform has a dump of Redis; anything else went wrong with this one. */
export const NO_REDIS = 'there is no container engine to fetch the dump of Redis from';

/** What stands in the manifest of an archive that is written but for it. */
export function manifestOf(about: {
  readonly source: ArchiveSource;
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly counts: RowCounts;
  readonly pgDump: string;
  readonly startedAt: Date;
  readonly notes: readonly string[];
  readonly redis: RedisPart;
  readonly members: readonly Member[];
}): Manifest {
  const { source, name, snapshot, counts, pgDump, startedAt, redis } = about;
  const { traits } = snapshot;
  const packed = (part: string): string =>
    about.members.some(({ path }) => path.startsWith(`${part}/`)) ? 'included' : 'left out: nothing there';
  return {
    backup_name: name,
    timestamp: snapshot.at.toISOString(),
    environment: source.environment,
    components: {
      database: 'included',
      redis: redis.is === 'included' ? 'included' : `left out: ${redis.why}`,
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
    ...(redis.is === 'included' && { redis: { ...redis.facts, queues: { ...redis.facts.queues } } }),
    tools: { pg_dump: pgDump },
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    bot_version: source.version,
    notes: [...about.notes],
  };
}
