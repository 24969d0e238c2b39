/** What Redis holds, or why it cannot be replaced by what a backup has. */
export type RedisHoldings =
  | {
      readonly is: 'replaceable';
      readonly version: string;
      readonly keys: number;
      /** Messages that wait, a queue. */
      readonly queues: Readonly<Record<string, number>>;
    }
  | { readonly is: 'fixed'; readonly why: string };

/** Where data for Redis come from: an archive, exactly as it was approved, or what an earlier restore has kept. */
export type RedisSource = { readonly archive: string; readonly sha256: string } | { readonly kept: string };

/** The data of the platform's Redis, as a part of backups. */
export interface RedisDataReader {
  holdings(signal: AbortSignal): Promise<RedisHoldings>;
  /** The size of what was kept under this name; undefined where nothing was. */
  kept(name: string): Promise<{ readonly bytes: number } | undefined>;
}

export interface RedisDataWriter extends RedisDataReader {
  /** Keeps what Redis holds now under this name. What is kept already stays: a step that is done again must not keep what it brought. */
  keep(name: string, signal: AbortSignal): Promise<void>;
  /**
   * Replaces all that Redis holds: at every moment it holds the one or the other, whole. Done when the append-only file or the dump on its disk
   * has the new data too, so that they outlive its next restarts.
   */
  replace(source: RedisSource, signal: AbortSignal): Promise<void>;
  /** Takes writes again, whatever a replacement that was cut has left. */
  release(signal: AbortSignal): Promise<void>;
  forget(name: string): Promise<void>;
}
