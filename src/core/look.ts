import type { PortName, Readers, Writers } from '../ports/index.ts';

interface Around {
  readonly now: Date;
  /** Aborted at the deadline, on cancellation and when the worker has lost the run. */
  readonly signal: AbortSignal;
  /** Where days and months begin; UTC unless told. */
  readonly zone?: string;
}

/** What looking gets: reader ports only, and only those that were named. The alert watch has no run. */
export type Look<Need extends PortName> = Around & { readonly runId?: number } & Pick<Readers, Need>;

/** What acting gets. `progress` is what people see: done of all, in words. */
export type Act<Need extends PortName> = Around & {
  readonly runId: number;
  progress(done: number, of: number, what: string): void;
} & Pick<Writers, Need>;
