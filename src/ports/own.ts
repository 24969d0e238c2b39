/** Lines in which one of these words stands, or that this regular expression matches. */
export type LinesWanted = { readonly words: readonly string[] } | { readonly pattern: string; readonly ignoreCase: boolean };

/** What checks of the configuration's own may do: only to look, within their limits. */
export interface OwnReader {
  /** The status, and the beginning of the body; redirects are not followed. */
  http(url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly latencyMs: number; readonly body: string }>;
  /** The first column of the first row, as a number; null where there is no row. In a transaction that can only read. */
  number(query: string, signal: AbortSignal): Promise<number | null>;
  /** The exit code, and the first line of what it wrote: foreign text. */
  command(command: readonly string[], signal: AbortSignal): Promise<{ readonly exitCode: number; readonly line: string }>;
  /** How many lines of a log since then are wanted, and the last few of them: foreign text. */
  lines(
    log: string,
    wanted: LinesWanted,
    since: Date,
    signal: AbortSignal,
  ): Promise<{ readonly count: number; readonly last: readonly string[] }>;
}
