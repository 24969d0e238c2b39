/** What recomputing the hash chain of the log has shown. */
export interface ChainState {
  /** Rows that follow from one another. */
  readonly rows: number;
  /** The hash of the last of them. */
  readonly head: string;
  /** The first row that does not follow from the one before it. */
  readonly brokenAt?: number;
}

/** The bot's own log. */
export interface JournalReader {
  /** Rows that come while it reads belong to it. A million take half a minute. */
  verify(signal: AbortSignal): Promise<ChainState>;
}
