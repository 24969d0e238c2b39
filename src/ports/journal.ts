/** What recomputing the hash chain of the log has shown. */
export interface ChainState {
  /** Rows that follow from one another. */
  readonly rows: number;
  /** The hash of the last of them. */
  readonly head: string;
  /** The first row that does not follow from the one before it. */
  readonly brokenAt?: number;
}

/** How the bot itself stands, as its own store tells. */
export interface BotState {
  /** Time of one question to the store. */
  readonly storeMs: number;
  /** Processes that were here within the last hour, and when they last said so. */
  readonly processes: readonly { readonly name: string; readonly role: 'chat' | 'worker'; readonly seenSeconds: number }[];
  /** Runs that could go and that nobody has taken yet, the oldest waiting since. */
  readonly ready: number;
  readonly readySeconds: number;
  /** Messages that Slack does not show as they should be, the oldest since, and why it does not. */
  readonly unshown: number;
  readonly unshownSeconds: number;
  readonly problem?: string;
  /** The last checklist that came by its schedule. */
  readonly lastDigest?: { readonly subject: string; readonly at: Date };
}

/** How long a restore took from its first step to its proof. */
export interface RestoreTime {
  readonly at: Date;
  readonly seconds: number;
}

/** The bot's own log. */
export interface JournalReader {
  /** Rows that come while it reads belong to it. A million take half a minute. */
  verify(signal: AbortSignal): Promise<ChainState>;
  bot(): Promise<BotState>;
  /** Restores that succeeded since then, newest first. */
  restores(since: Date): Promise<readonly RestoreTime[]>;
}
