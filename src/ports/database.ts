/** What one question to the server costs and says; the basis of the health of the database. */
export interface DatabaseState {
  /** As `server_version_num`: 150018 is 15.18. */
  readonly serverVersion: number;
  readonly latencyMs: number;
  readonly connections: number;
  readonly maxConnections: number;
  readonly sizeBytes: number;
  /** Seconds of the longest running statement of others, 0 if none. */
  readonly longestQuerySeconds: number;
  readonly idleInTransactionSeconds: number;
}

/** What a database must have in common with an archive before it is loaded. */
export interface DatabaseTraits {
  readonly name: string;
  /** As `server_version_num`. */
  readonly serverVersion: number;
  readonly encoding: string;
  readonly collation: string;
  readonly extensions: readonly string[];
  readonly sizeBytes: number;
  /** The bot's user may make, rename and drop databases here, this one included. */
  readonly mayRename: boolean;
}

/** Exact rows a table (those outside the schema `public` as `schema.table`, see `lib/table-key.ts`), and what the column `created_at` tells where a table has one (UTC). */
export interface RowCounts {
  readonly rows: Readonly<Record<string, number>>;
  /** The newest `created_at` of all tables, rounded up to the millisecond, so that no row is newer than it. */
  readonly newest?: Date;
  /** Rows with a `created_at` behind the moment that was asked about; names exactly the tables that have this column. */
  readonly newer?: Readonly<Record<string, number>>;
  /** The newest `created_at` up to the moment that was asked about, rounded up. */
  readonly newestUntil?: Date;
  /** Valid indexes of the user's tables. */
  readonly indexes?: number;
  /** Check, foreign key, primary key, unique and exclusion constraints of the user's tables. */
  readonly constraints?: number;
}

/** A database that a swap has put aside, whole and closed. */
export interface KeptDatabase {
  readonly name: string;
  readonly bytes: number;
  /** When it was put aside; left out where no note of it is left. */
  readonly since?: Date;
}

/** A last look at the database that is to be put aside, when nobody else is in it any more. */
export interface LastLook {
  /** As in `countRows`. */
  readonly since?: Date;
  /** Why it must not be swapped; nothing has been renamed by then. */
  why(counts: RowCounts): string | undefined;
}

/** A table that a session keeps from others, by a lock that lets nobody write or nobody in at all. */
export interface TableLock {
  /** As in `RowCounts`. */
  readonly table: string;
  readonly pid: number;
  /** What the session calls itself, what it is doing, and its last statement: foreign text. */
  readonly application: string;
  readonly state: string;
  readonly query: string;
  /** Age of the transaction that holds it. */
  readonly heldSeconds: number;
  /** Sessions that wait for this table. */
  readonly waiting: number;
  readonly waitedSeconds: number;
}

export interface DatabaseReader {
  /** The name of the database that serves, from the configuration. */
  readonly live: string;
  state(signal: AbortSignal): Promise<DatabaseState>;
  traits(signal: AbortSignal): Promise<DatabaseTraits>;
  /** Extensions that the server could create. */
  availableExtensions(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Counts in one read-only snapshot, also in a database that a swap has closed. `database` must exist. Not what belongs to an extension.
   * With `since` also the rows that were written after it.
   */
  countRows(database: string, signal: AbortSignal, since?: Date): Promise<RowCounts>;
  /** Which of these databases exist, and whether they take connections. The number of one stays when it is renamed. */
  existing(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, { readonly oid: number; readonly allowsConnections: boolean; readonly owner: string }>>>;
  /** The user's tables, as in `RowCounts`. */
  tables(signal: AbortSignal): Promise<readonly string[]>;
  /** Tables that somebody else has locked, the longest first; not what the bot itself does. */
  tableLocks(signal: AbortSignal): Promise<readonly TableLock[]>;
  /** What swaps have put aside; nothing else ever drops it by itself. */
  kept(signal: AbortSignal): Promise<readonly KeptDatabase[]>;
  /** What rows do not prove: invalid indexes, sequences behind their column. Sentences; empty is good. */
  defects(database: string, signal: AbortSignal): Promise<readonly string[]>;
}

export interface DatabaseWriter extends DatabaseReader {
  /** Drops `database` if it is there and makes it anew from template0 with the encoding, locale and owner of `like`. Refuses the live one. */
  recreate(database: string, like: string, signal: AbortSignal): Promise<void>;
  /** Ends the sessions of it and drops it if it is there. Refuses the live one. */
  drop(database: string, signal: AbortSignal): Promise<void>;
  analyze(database: string, signal: AbortSignal): Promise<void>;
  /**
   * In one transaction: `as` becomes `keep`, `serve` becomes `as`; grants, owner, comment and settings go along. The kept one takes no connections,
   * and its comment notes the time.
   * Looks first: when it is done already it only opens `as`. When it fails, `as` is opened again.
   * With a last look it counts between closing and renaming, so that nothing is put aside that the look has not seen.
   */
  swap(
    names: { readonly serve: string; readonly as: string; readonly keep: string },
    signal: AbortSignal,
    lastLook?: LastLook,
  ): Promise<void>;
  allowConnections(database: string, signal: AbortSignal): Promise<void>;
  /**
   * Runs `work` while holding the advisory lock on the live database (taken in `postgres` of its server). Rejects at once when somebody else holds it.
   * The signal that `work` gets is aborted with `signal`, and when the lock is lost.
   */
  exclusively<Result>(holder: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}
