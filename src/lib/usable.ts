/** What a file system tells of itself, all three in the same unit. */
export interface Blocks {
  readonly all: number;
  readonly free: number;
  /** Free for everybody, and not for root alone. */
  readonly available: number;
}

/**
 * How much of a file system everybody together may fill, as `df` counts: what is used and what is available.
 * What is kept for root belongs to neither, so a disk is full when nothing is available.
 */
export function usable({ all, free, available }: Blocks): number {
  return all - free + available;
}
