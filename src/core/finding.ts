import type { Ask } from './ask.ts';
import type { Chart } from './chart.ts';
import type { LimitSource } from './limits.ts';

/** What a check can say. `unknown` is never ok and never down; `skipped` means that the platform has no such part. */
export const statuses = ['critical', 'warn', 'unknown', 'ok', 'skipped'] as const;
export type Status = (typeof statuses)[number];

export type Unit = 'percent' | 'bytes' | 'ms' | 'seconds' | 'hours' | 'count' | 'load per core';

/** What cures or explains a finding: a task to ask for, a command line to run, or a sentence for a person. */
export type Remedy =
  Ask | { readonly kind: 'line'; readonly label: string; readonly line: string } | { readonly kind: 'advice'; readonly text: string };

/** Beside what a lock keeps from being seen. */
export const whoLocks: Remedy = { kind: 'line', label: 'Who locks it', line: 'db locks' };

/** Rows behind a finding, such as the ten largest tables. Cells are words already; foreign text in them has been masked, not escaped. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly is?: 'number' }[];
  readonly rows: readonly (readonly string[])[];
}

/** One sentence about one subject, with the value and the limit that led to it. */
export interface Finding {
  readonly status: Status;
  readonly summary: string;
  readonly subject?: string;
  readonly measure?: { readonly value: number; readonly unit: Unit };
  /** Stamped with its source when the check has run. */
  readonly threshold?: { readonly warn: number; readonly critical: number; readonly from?: LimitSource };
  /** Lines that prove it; foreign text in them has already been masked. */
  readonly evidence?: readonly string[];
  readonly table?: Table;
  readonly chart?: Chart;
  /** The first is the cure. */
  readonly remedies?: readonly Remedy[];
  /** Of what could not be looked at at all: why, escaped, without the name of the check. */
  readonly because?: string;
  /** Services that would explain it if they were down, besides those that the whole check is about. */
  readonly leansOn?: readonly string[];
  /** ISO 8601: since this moment it is not well, without a run in between that said otherwise. */
  readonly since?: string;
}

/** The worst status of several; nothing at all is `unknown`, because silence proves nothing. */
export function worst(found: readonly { readonly status: Status }[]): Status {
  return (
    statuses.find((status) => status !== 'skipped' && found.some((one) => one.status === status)) ??
    (found.length > 0 ? 'skipped' : 'unknown')
  );
}

/** Nothing about it needs anybody: it is good, or the platform has no such part. */
export function isWell({ status }: { readonly status: Status }): boolean {
  return status === 'ok' || status === 'skipped';
}

/** Grades a value that is bad when it is high. Both limits are inclusive, as people read "at 90 %". */
export function grade(value: number, limits: { readonly warn: number; readonly critical: number }): 'ok' | 'warn' | 'critical' {
  if (value >= limits.critical) return 'critical';
  return value >= limits.warn ? 'warn' : 'ok';
}

/** Sorts worst first and keeps the order of equals. */
export function worstFirst<Found extends { readonly status: Status }>(found: readonly Found[]): readonly Found[] {
  return found.toSorted((left, right) => statuses.indexOf(left.status) - statuses.indexOf(right.status));
}

export function countByStatus(found: readonly { readonly status: Status }[]): Readonly<Record<Status, number>> {
  const counts: Record<Status, number> = { critical: 0, warn: 0, unknown: 0, ok: 0, skipped: 0 };
  for (const { status } of found) counts[status] += 1;
  return counts;
}
