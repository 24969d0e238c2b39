export interface RedisState {
  readonly version: string;
  readonly latencyMs: number;
  readonly usedBytes: number;
  /** 0 means no limit. */
  readonly maxBytes: number;
  readonly policy: string;
  readonly evictedKeys: number;
  readonly lastSaveOk: boolean;
  readonly appendOnly: boolean;
  /** Of all look-ups of keys since the start: for a broker they say little. */
  readonly hits: number;
  readonly misses: number;
  readonly keys: number;
  readonly clients: number;
  /** Memory taken from the system for each byte that is used; 0 where it is not known. */
  readonly fragmentation: number;
  /** When it last wrote its snapshot; left out where it never did. */
  readonly savedAt?: Date;
  readonly upSeconds: number;
}

/** What waits in the broker. */
export interface QueueState {
  /** Every queue that the broker knows, priorities added up; the default one is always named. */
  readonly queues: readonly { readonly name: string; readonly messages: number }[];
  /** Messages that a worker has taken and not finished, those set for later included. */
  readonly unacknowledged: number;
  /** Since when the one of them that was taken first is so. */
  readonly takenSeconds?: number;
  /** The message that has waited longest: by its own time, or at least for as long as it was seen at its place. */
  readonly oldest?: { readonly queue: string; readonly seconds: number; readonly isAtLeast?: true };
}

/** What the broker and the workers say. `replies` empty is silence, not zero workers. */
export interface CeleryState extends QueueState {
  /** Who heard the question: the second witness. 0 means that nobody listens. */
  readonly subscribers: number;
  readonly replies: readonly {
    readonly worker: string;
    readonly activeTasks: number;
    readonly longestTaskSeconds: number;
    /** The name of that task. */
    readonly longestTask?: string;
  }[];
}

/** A key and what it takes. */
export interface BigKey {
  /** Foreign text. */
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
}

export interface RedisReader {
  state(signal: AbortSignal): Promise<RedisState>;
  /** Walks over the keys without stopping the server, within its time; `looked` of `keys` were seen. */
  bigKeys(signal: AbortSignal): Promise<{ readonly keys: number; readonly looked: number; readonly largest: readonly BigKey[] }>;
  queues(signal: AbortSignal): Promise<QueueState>;
  /** The queues, and the workers' own answer; waits for it 1.5 s at most. */
  celery(signal: AbortSignal): Promise<CeleryState>;
}
