import type { RedisDataReader, RedisDataWriter } from './redis-data.ts';

/** A part that the platform has not got, and the reason that people read. */
export interface Missing {
  readonly absent: string;
}

/** How far an archive has been proven. Level 1: gzip, tar walk, members. 2: manifest hashes and dump trailer. 3: RDB footer and CRC. */
export type ArchiveKind = 'format 2' | 'legacy';

/** One archive as the folder shows it, with what the last verification of exactly this file said. */
export interface Archive {
  readonly name: string;
  readonly bytes: number;
  /** Manifest time where known, otherwise that in its name, otherwise that of the file. */
  readonly takenAt: Date;
  readonly verification?: Verification;
}

/** The result of one pass over an archive. `verified` is true when every applicable check of levels 1 to 3 passed and it is no legacy archive. */
export interface Verification {
  readonly name: string;
  readonly verified: boolean;
  readonly kind: ArchiveKind;
  /** Highest level whose applicable checks all passed; 0 when even gzip or tar failed. */
  readonly level: 0 | 1 | 2 | 3;
  /** What failed, in sentences; empty when nothing did. */
  readonly problems: readonly string[];
  /** Checks that do not apply, with the reason ("no redis_backup.rdb in it"). */
  readonly notApplicable: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
  readonly takenAt: Date;
  readonly verifiedAt: Date;
  readonly tookMs: number;
  /** Of a format 2 manifest; for a legacy archive counted from the COPY blocks. */
  readonly contents?: ArchiveContents;
}

/** What the dump holds. */
export interface ArchiveContents {
  /** Empty for a legacy archive: a plain dump does not name its database. */
  readonly database: string;
  /** As `server_version_num`; 0 where the dump does not say. */
  readonly serverVersion: number;
  readonly encoding?: string;
  readonly collation?: string;
  readonly extensions: readonly string[];
  /** Rows a table (those outside the schema `public` as `schema.table`), in the snapshot of the dump. */
  readonly rows: Readonly<Record<string, number>>;
  /** The dump was made with --inserts, at least in part: `rows` has none of those. Only told of a legacy archive. */
  readonly hasInserts?: boolean;
  /** The newest `created_at` in the snapshot; only format 2 knows it. */
  readonly newest?: Date;
  /** Counted as in `RowCounts`; only format 2 knows them. */
  readonly indexes?: number;
  readonly constraints?: number;
  /** Of a format 2 archive: what Redis held, or what went wrong with it. Left out where no archive of this platform has it. */
  readonly redis?:
    | { readonly is: 'included'; readonly keys: number; readonly queues: Readonly<Record<string, number>> }
    | { readonly is: 'left out'; readonly why: string };
  /** Size of the plain dump in bytes. */
  readonly dumpBytes: number;
}

/** Something in the folder that is no finished archive: a leftover folder, a partial, an empty file. */
export interface Rubble {
  readonly name: string;
  readonly why: string;
  /** When it was written last. */
  readonly modifiedAt?: Date;
}

export interface BackupsReader {
  /** The data of Redis, where it can be reached in a container. */
  readonly redis: RedisDataReader | Missing;
  /** Finished archives, newest first. Rejects when the folder cannot be read. */
  list(signal: AbortSignal): Promise<{ readonly archives: readonly Archive[]; readonly rubble: readonly Rubble[] }>;
  /** Reads the whole archive once; remembers the result for exactly this file (size, mtime, inode). Rejects only when it is not there. */
  verify(name: string, signal: AbortSignal): Promise<Verification>;
  /** The folder, its free bytes for everybody, what everybody may fill of its disk (used and free together), and the plain size of the files that go into an archive beside the dump. */
  space(
    signal: AbortSignal,
  ): Promise<{ readonly folder: string; readonly freeBytes: number; readonly usableBytes: number; readonly filesBytes: number }>;
  /** The versions of the programs ("15.18"). Throws `Absent` naming the package when `pg_dump` or `psql` is not on this machine. */
  tools(signal: AbortSignal): Promise<{ readonly pgDump: string; readonly psql: string }>;
}

export interface BackupsWriter extends BackupsReader {
  readonly redis: RedisDataWriter | Missing;
  /** Streams a new archive; it has its final name only when it is complete and synced. Rubble of an earlier attempt of the same name is removed first. */
  create(
    name: string,
    progress: (doneBytes: number) => void,
    signal: AbortSignal,
  ): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /**
   * Loads the dump of exactly this archive into an empty database; commits only after the trailer was seen and the whole file has this hash.
   * Progress counts the bytes of the archive.
   */
  load(
    archive: { readonly name: string; readonly sha256: string },
    database: string,
    progress: (doneBytes: number, ofBytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Removes the unfinished files of a name; a finished archive is never touched. */
  sweep(name: string): Promise<void>;
}
