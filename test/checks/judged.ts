import type { z } from 'zod';
import type { Check } from '../../src/core/check.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { PortName } from '../../src/ports/index.ts';

/** What a check says about a measure, with its default limits or some of them changed. */
export function judged<Measure, Limits extends z.ZodObject, Need extends PortName>(
  check: Check<Measure, Limits, Need>,
  measure: NoInfer<Measure>,
  limits: object = {},
): readonly Finding[] {
  return check.judge(measure, check.limits.parse(limits));
}

/** Status and sentence of each finding, which is what people see. */
export function seen(findings: readonly Finding[]): readonly (readonly [string, string])[] {
  return findings.map(({ status, summary }) => [status, summary]);
}

export const signal = new AbortController().signal;
