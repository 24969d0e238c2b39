/** Since when the server has counted; left out where it does not say. */
export interface Counted {
  readonly since?: Date;
}

/** What was done to a table since the counters began, by the server's own books: live and dead rows are estimates. */
export interface TableActivity {
  /** As in `RowCounts`: of another schema than `public` with its name. */
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly liveRows: number;
  readonly deadRows: number;
  readonly sequentialScans: number;
  readonly indexScans: number;
  readonly vacuumedAt: Date | null;
  readonly analyzedAt: Date | null;
}

/** A table with its parts. `null` where somebody holds it in a lock that would keep the question waiting. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly totalBytes: number | null;
  readonly indexBytes: number | null;
}

export interface IndexUse {
  readonly table: string;
  readonly index: string;
  readonly scans: number;
  readonly bytes: number | null;
  readonly isUnique: boolean;
  readonly isValid: boolean;
  /** It stands behind a constraint, or names the rows for replication. */
  readonly isBound: boolean;
  /** A foreign key of its table begins with its first column. */
  readonly supportsForeignKey: boolean;
  /** Columns with operator class, collation and order, in order; undefined for an index over expressions or a part of the rows. */
  readonly keys?: readonly string[];
  readonly method: string;
}

/** What the server knows of damage to its files. */
export interface Integrity {
  /** Pages whose checksum was wrong since the counters began; undefined where the cluster keeps no checksums. */
  readonly checksums?: Counted & { readonly failures: number; readonly last?: Date };
  /** Undefined where the extension `amcheck` is not installed in this database. */
  readonly indexes?: {
    readonly all: number;
    /** Looked at within the time; the small ones first. */
    readonly checked: number;
    /** The entries are not where they should be: `why` is the server's own word. */
    readonly broken: readonly { readonly index: string; readonly table: string; readonly why: string }[];
  };
}

export interface StatementUse {
  /** Normalised by the server, at most 500 characters: foreign text. */
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly rows: number;
  /** Blocks found in the server's memory, 0 to 100; undefined where it read none. */
  readonly hitPercent?: number;
  /** Of the time of all that is asked of this database, without what keeps house and what reads the server's own books. */
  readonly sharePercent: number;
}

export interface Statements extends Counted {
  readonly statements: readonly StatementUse[];
  /** Statements whose text the bot's role may not see. */
  readonly hidden: number;
  /** How often the server has thrown entries away for want of room. */
  readonly dropped: number;
}

/** What the server counts of the database as a whole. */
export interface DatabaseCounters extends Counted {
  readonly blocksHit: number;
  readonly blocksRead: number;
  readonly committed: number;
  readonly rolledBack: number;
  readonly deadlocks: number;
  readonly temporaryBytes: number;
  /** The oldest transaction id of all databases of the server, and whose it is. */
  readonly wraparound: { readonly database: string; readonly age: number };
  /** Prepared transactions and replication slots keep dead rows alive. */
  readonly preparedSeconds: number;
  readonly idleSlots: readonly string[];
}

/** A session that is worth a look: it runs long, waits for a lock, or idles inside a transaction. */
export interface Session {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  /** Of its statement while it is active, of its transaction while it idles in one. */
  readonly seconds: number;
  readonly blockedBy: readonly number[];
  /** At most 300 characters: foreign text. */
  readonly query: string;
}

/** What the platform's PostgreSQL keeps in its books. Nothing here waits for a lock for longer than 2 s. */
export interface StatisticsReader {
  tables(signal: AbortSignal): Promise<Counted & { readonly tables: readonly TableActivity[] }>;
  /** Largest first; the parts of a partitioned table added up. */
  sizes(signal: AbortSignal): Promise<{ readonly databaseBytes: number; readonly tables: readonly TableSize[] }>;
  /** Takes at most some seconds, whatever the size: what it could not look at in that time is counted. */
  integrity(signal: AbortSignal): Promise<Integrity>;
  indexes(signal: AbortSignal): Promise<Counted & { readonly indexes: readonly IndexUse[] }>;
  /** Throws `Absent` with the two steps that set it up, where pg_stat_statements is not there. */
  statements(
    wanted: { readonly by: 'total' | 'mean'; readonly minMeanMs: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Statements>;
  counters(signal: AbortSignal): Promise<DatabaseCounters>;
  /** Not the bot's own. Longest first. */
  sessions(signal: AbortSignal): Promise<readonly Session[]>;
}
