/** Counts what is being done, for whoever must not end in the middle of it. */
export interface AtWork {
  during<Result>(work: Promise<Result>): Promise<Result>;
  /** Resolves when nothing is being done, or after so long. */
  idle(limitMs: number): Promise<void>;
}

export function createAtWork(): AtWork {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    async during(work) {
      count += 1;
      try {
        return await work;
      } finally {
        count -= 1;
        if (count === 0) for (const done of waiting) done();
      }
    },
    idle: (limitMs) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, limitMs);
        waiting.add(done);
        // What has arrived in this very moment is counted some ticks later.
        setImmediate(() => (count === 0 ? done() : undefined));
      }),
  };
}
