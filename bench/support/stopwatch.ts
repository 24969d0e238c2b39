/** Times by what they are of, in ms, one a round. */
export interface Stopwatch {
  timed<Result>(what: string, work: () => Promise<Result>): Promise<Result>;
  /** A time that was measured elsewhere. */
  note(what: string, ms: number): void;
  of(what: string): readonly number[];
  /** In the order in which they came first. */
  all(): readonly (readonly [string, readonly number[]])[];
}

export function createStopwatch(): Stopwatch {
  const took = new Map<string, number[]>();
  const note = (what: string, ms: number): void => void took.set(what, [...(took.get(what) ?? []), ms]);
  return {
    async timed(what, work) {
      const begun = performance.now();
      const result = await work();
      note(what, performance.now() - begun);
      return result;
    },
    note,
    of: (what) => took.get(what) ?? [],
    all: () => [...took],
  };
}
