import { unlessAborted } from './unless-aborted.ts';

/** Work that several wait for: `join` begins it, or takes part in it while it is under way under the same key. */
export interface Together<Result> {
  /** Rejects with the signal's own reason when that is aborted; the work is aborted when nobody waits for it any more. */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

interface UnderWay<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** Nothing is kept: once it has ended, the next one begins anew. */
export function createTogether<Result>(): Together<Result> {
  const underWay = new Map<string, UnderWay<Result>>();
  const begin = (key: string, work: (signal: AbortSignal) => Promise<Result>): UnderWay<Result> => {
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => {
      if (underWay.get(key)?.stop === stop) underWay.delete(key);
    });
    const one = { result, stop, waiting: 0 };
    underWay.set(key, one);
    return one;
  };
  return {
    async join(key, signal, work) {
      signal.throwIfAborted();
      const one = underWay.get(key) ?? begin(key, work);
      one.waiting += 1;
      try {
        return await unlessAborted(one.result, signal);
      } finally {
        one.waiting -= 1;
        if (one.waiting === 0) {
          // Whoever comes now must not take part in work that is being given up.
          if (underWay.get(key) === one) underWay.delete(key);
          one.stop.abort();
        }
      }
    },
  };
}
