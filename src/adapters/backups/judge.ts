import { minute } from '../../lib/words.ts';
import type { ArchiveContents, Verification } from '../../ports/backups.ts';
import { NO_REDIS } from './describe-archive.ts';
import type { Inspection } from './inspect.ts';
import { DUMP, MANIFEST, type Manifest } from './manifest.ts';

/** Everything that is known about an archive when it is judged. */
export interface Evidence {
  readonly inspection: Inspection;
  /** The hash that stands in the file beside it; undefined when there is none, null when nobody can read it. */
  readonly sidecar: string | null | undefined;
  /** The last bytes are those with which the bot ends an archive. */
  readonly endsAsWritten: boolean;
  readonly changedMeanwhile: boolean;
  /** What the name and the file tell, where the archive itself tells nothing. */
  readonly fileTime: Date;
  /** The database and the environment that the archives of this folder are of. */
  readonly database: string;
  readonly environment: string;
  readonly now: Date;
}

type Judgement = Omit<Verification, 'name' | 'verifiedAt' | 'tookMs'>;

/** Level 1: gzip, tar, members. Level 2: hashes, trailer, rows. Level 3: the dump of Redis. A legacy archive has no hashes and stays at 1. */
export function judge(evidence: Evidence): Judgement {
  const { inspection, sidecar } = evidence;
  const { manifest } = inspection;
  const own = manifest?.is === 'format 2' ? manifest.manifest : undefined;
  const first = [
    ...inspection.problems,
    ...dumpMissing(inspection),
    ...(evidence.changedMeanwhile ? ['it changed while it was read'] : []),
  ];
  // The manifest comes last: of an archive that is cut only the file beside it tells that it was one of ours.
  const isOwn = own !== undefined || (first.length > 0 && sidecar !== undefined);
  const second =
    first.length > 0 && own === undefined ? sidecarProblems(evidence) : [...sidecarProblems(evidence), ...secondLevel(evidence, own)];
  const third = inspection.rdb?.problem === undefined ? [] : [inspection.rdb.problem];
  const problems = [...first, ...second, ...third, ...strange(evidence, own)];
  return {
    verified: own !== undefined && problems.length === 0,
    kind: isOwn ? 'format 2' : 'legacy',
    level: levelOf(first, second, third, isOwn),
    problems,
    notApplicable: notApplicable(evidence, isOwn),
    bytes: inspection.bytes,
    sha256: inspection.sha256,
    takenAt: own ? new Date(own.timestamp) : foreignTime(evidence),
    ...contentsOf(inspection, own),
  };
}

/** Clocks of two machines differ, and not by more than this. */
const AHEAD_MS = 10 * 60_000;

/** However sound it is, a backup of something else is none of this platform, and one from the future would be the newest for ever. */
function strange({ database, environment, now }: Evidence, own: Manifest | undefined): readonly string[] {
  if (own === undefined) return [];
  return [
    ...(own.database.name === database ? [] : [`it is a backup of the database ${own.database.name}, not of ${database}`]),
    ...(own.environment === environment ? [] : [`it is a backup of the environment ${own.environment}, not of ${environment}`]),
    ...(isAhead(new Date(own.timestamp), now) ? [`it says that it was taken in the future, at ${minute(new Date(own.timestamp))}`] : []),
  ];
}

/** The scripts write the time of their host, wherever that is; ahead of now it says less than that of the file. */
function foreignTime({ inspection: { manifest }, fileTime, now }: Evidence): Date {
  const takenAt = manifest?.is === 'foreign' ? manifest.takenAt : undefined;
  return takenAt && !isAhead(takenAt, now) ? takenAt : fileTime;
}

function isAhead(time: Date, now: Date): boolean {
  return time.getTime() - now.getTime() > AHEAD_MS;
}

function levelOf(first: readonly string[], second: readonly string[], third: readonly string[], isOwn: boolean): Verification['level'] {
  if (first.length > 0) return 0;
  if (!isOwn || second.length > 0) return 1;
  return third.length > 0 ? 2 : 3;
}

function dumpMissing({ members, problems }: Inspection): readonly string[] {
  const dump = members.find(({ path }) => path === DUMP);
  if (dump?.size === 0) return [`${DUMP} is empty`];
  return dump || problems.length > 0 ? [] : [`there is no ${DUMP} in it`];
}

function sidecarProblems({ sidecar, inspection }: Evidence): readonly string[] {
  if (sidecar === undefined || sidecar === inspection.sha256) return [];
  return [sidecar === null ? 'the .sha256 file beside it cannot be read' : 'it does not match the .sha256 file beside it'];
}

function secondLevel(evidence: Evidence, own: Manifest | undefined): readonly string[] {
  const { inspection, endsAsWritten } = evidence;
  const { dump, manifest } = inspection;
  return [
    ...(manifest?.is === 'broken' ? [manifest.why] : []),
    ...(own && !endsAsWritten ? ['there is something behind its end'] : []),
    ...(own ? memberProblems(inspection, own) : []),
    ...(dump && !dump.isComplete ? ['the dump is cut: its last line, "PostgreSQL database dump complete", is missing'] : []),
    ...(dump?.problems ?? []),
    ...(own && dump ? rowProblems(dump.rows, own.database.rows) : []),
  ];
}

function memberProblems({ members }: Inspection, own: Manifest): readonly string[] {
  const found = new Map(members.map((member) => [member.path, member]));
  const listed = new Set([MANIFEST, ...own.members.map(({ path }) => path)]);
  const wrong = own.members.flatMap(({ path, size, sha256 }) => {
    const member = found.get(path);
    if (!member) return [`${path} is in the manifest, but not in the archive`];
    if (member.size !== size) return [`${path} has ${member.size} bytes, the manifest says ${size}`];
    return member.sha256 === sha256 ? [] : [`${path} does not match its hash`];
  });
  const unlisted = members.filter(({ path }) => !listed.has(path)).map(({ path }) => `${path} is in the archive, but not in the manifest`);
  return [...wrong, ...unlisted].slice(0, 10);
}

function rowProblems(dumped: Readonly<Record<string, number>>, stated: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(stated)
    .filter(([table, rows]) => (dumped[table] ?? 0) !== rows)
    .map(([table, rows]) => `the dump holds ${dumped[table] ?? 0} rows of ${table}, the manifest says ${rows}`)
    .slice(0, 10);
}

function notApplicable({ inspection, sidecar }: Evidence, isOwn: boolean): readonly string[] {
  return [
    ...(isOwn ? [] : ['a legacy archive: without a manifest of format 2 there are no hashes and row counts to compare']),
    ...(sidecar === undefined ? ['no .sha256 file beside it'] : []),
    ...(inspection.rdb ? [] : ['no redis_backup.rdb in it']),
  ];
}

function contentsOf({ dump }: Inspection, own: Manifest | undefined): { readonly contents?: ArchiveContents } {
  if (!dump) return {};
  if (!own) {
    const { rows, serverVersion, extensions, encoding, bytes, hasInserts } = dump;
    return {
      contents: {
        database: '',
        serverVersion,
        extensions,
        rows,
        hasInserts,
        dumpBytes: bytes,
        ...(encoding === undefined ? {} : { encoding }),
      },
    };
  }
  const redis = redisOf(own);
  const { name, server_version: serverVersion, encoding, collation, extensions, rows, newest, indexes, constraints } = own.database;
  return {
    contents: {
      database: name,
      serverVersion,
      encoding,
      collation,
      extensions,
      rows,
      indexes,
      constraints,
      dumpBytes: dump.bytes,
      ...(newest === null ? {} : { newest: new Date(newest) }),
      ...(redis && { redis }),
    },
  };
}

function redisOf({ redis, components }: Manifest): ArchiveContents['redis'] {
  if (redis) return { is: 'included', keys: redis.keys, queues: redis.queues };
  const [, why] = /^left out: (.+)$/s.exec(components['redis'] ?? '') ?? [];
  return why === undefined || why === NO_REDIS ? undefined : { is: 'left out', why };
}
