/** A user of the platform. Nothing of the password is here but whether it is the one that everybody knows. */
export interface PlatformUser {
  /** Foreign text. */
  readonly name: string;
  readonly isActive: boolean;
  readonly createdAt: Date | null;
  /** Left out where the platform keeps none; null: never. */
  readonly lastLogin?: Date | null;
  readonly hasDefaultPassword?: true;
}

/** Jobs of one kind. Durations are of those that came to an end by themselves. */
export interface JobKind {
  /** Foreign text. */
  readonly kind: string;
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly open: number;
  readonly medianSeconds: number | null;
  readonly p95Seconds: number | null;
}

export interface JobStatistics {
  readonly kinds: readonly JobKind[];
  /** The platform notes no end, so the last change of the row stands for it. */
  readonly isApproximate: boolean;
  /** Rows of the archive are among them. */
  readonly withArchive: boolean;
}

/** Jobs that are not at their end. */
export interface OpenJobs {
  readonly running: number;
  readonly pending: number;
  /** Running, and not changed for longer than was asked. */
  readonly stuck: number;
  /** The stuck one that has not changed for the longest time. */
  readonly oldest?: { readonly id: string; readonly kind: string; readonly seconds: number };
  /** Came to their end in the last day. */
  readonly endedLastDay: number;
}

export interface DomainUsage {
  readonly total: number;
  readonly roots: number;
  readonly inPeriod: number;
  readonly inPeriodBefore: number;
  /** Most frequent first, at most ten: foreign text. */
  readonly bySource: readonly { readonly source: string; readonly total: number; readonly inPeriod: number }[];
  readonly indexedPercent?: number;
  /** Left out where the platform keeps no status of domains. */
  readonly active?: number;
}

/** An attempt to log in, or something that was done, from a table of the platform's; names are foreign text. */
export interface LoginRow {
  readonly user: string;
  readonly ip: string;
  readonly at: Date;
  readonly succeeded: boolean;
}
export interface AuditRow {
  readonly action: string;
  readonly who: string;
  readonly at: Date;
}

/**
 * The platform's own tables, by what is meant and not by one name: two schemas are known, and a column that is there under none
 * of its names is left out. A table that is not there throws `Absent` with its names.
 */
export interface RecordsReader {
  users(signal: AbortSignal): Promise<readonly PlatformUser[]>;
  jobs(from: Date, to: Date, signal: AbortSignal): Promise<JobStatistics>;
  openJobs(stuckSeconds: number, now: Date, signal: AbortSignal): Promise<OpenJobs>;
  /** `before` begins the period that this one is compared with; it ends where this one begins. */
  domains(before: Date, from: Date, to: Date, signal: AbortSignal): Promise<DomainUsage>;
  /** Newest first, at most 200. */
  logins(since: Date, signal: AbortSignal): Promise<readonly LoginRow[]>;
  /** Newest first, at most 50. Values that were changed stay where they are: they may hold keys. */
  audit(since: Date, signal: AbortSignal): Promise<{ readonly table: string; readonly total: number; readonly rows: readonly AuditRow[] }>;
}
