import type { z } from 'zod';
import type { PortName } from '../ports/index.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';
import type { Metric } from './metric.ts';

/** A number that is kept, so that a trend can be seen later. */
export interface Sample {
  readonly metric: Metric;
  /** What it is of, such as a mount or a table; empty where there is only one. */
  readonly subject: string;
  readonly value: number;
}

/** One question to the platform. `probe` does all the I/O, `judge` is pure. */
export interface Check<
  Measure = unknown,
  Limits extends z.ZodObject = z.ZodObject,
  Need extends PortName = PortName,
  Asked extends z.ZodObject = z.ZodObject,
> {
  readonly kind: 'check';
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** Rows of the maintenance guide, such as S7. */
  readonly procedures: readonly string[];
  /** Become `checks.<id>` in the configuration; every field has a default. */
  readonly limits: Limits;
  readonly needs: readonly Need[];
  /** Services of the compose project that this is of: when one of them is down, that is why this is bad. */
  readonly reliesOn?: readonly string[];
  /** Time limit in ms; 10 s unless told. */
  readonly timeoutMs?: number;
  /** What somebody who asks for this check alone may want of it; every field may be left out. */
  readonly asked?: Asked;
  /** A throw becomes one `unknown` finding, an `Absent` a `skipped` one. `asked` is what the whole run was asked with. */
  probe(look: Look<Need>, asked?: z.output<Asked>): Promise<Measure>;
  /** It costs little, so it is asked between the checklists too, for the sake of its samples. */
  readonly isSampled?: true;
  /** What of it is kept. */
  samples?(measure: Measure): readonly Sample[];
  judge(measure: Measure, limits: z.output<Limits>): readonly Finding[];
}

export function defineCheck<Measure, Limits extends z.ZodObject, const Need extends PortName, Asked extends z.ZodObject = z.ZodObject>(
  check: Omit<Check<Measure, Limits, Need, Asked>, 'kind'>,
): Check<Measure, Limits, Need, Asked> {
  return { kind: 'check', ...check };
}
