import type { z } from 'zod';
import type { PortName } from '../ports/index.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';

/** One question to the platform. `probe` does all the I/O, `judge` is pure. */
export interface Check<Measure = unknown, Limits extends z.ZodObject = z.ZodObject, Need extends PortName = PortName> {
  readonly kind: 'check';
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** Rows of the maintenance guide, such as S7. */
  readonly procedures: readonly string[];
  /** Become `checks.<id>` in the configuration; every field has a default. */
  readonly limits: Limits;
  readonly needs: readonly Need[];
  /** Time limit in ms; 10 s unless told. */
  readonly timeoutMs?: number;
  /** A throw becomes one `unknown` finding, an `Absent` a `skipped` one. */
  probe(look: Look<Need>): Promise<Measure>;
  judge(measure: Measure, limits: z.output<Limits>): readonly Finding[];
}

export function defineCheck<Measure, Limits extends z.ZodObject, const Need extends PortName>(
  check: Omit<Check<Measure, Limits, Need>, 'kind'>,
): Check<Measure, Limits, Need> {
  return { kind: 'check', ...check };
}
