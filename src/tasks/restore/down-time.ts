/** How long nobody can write: the swap itself, the services around it, and the counting, which takes as long as it took for the plan. */
export function downMs(stops: boolean, countingMs: number): number {
  return (stops ? 6000 : 1000) + Math.round(countingMs / 1000) * 1000;
}

/** What something gave, and how long it took. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly ms: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}
