import type { Unit } from './finding.ts';

/** A line of a chart: times in ms since 1970. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** A picture of numbers over time. Its title says the conclusion; names in it are foreign text that nobody can click. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly ChartLine[];
  /** A level that must not be reached. */
  readonly limit?: { readonly value: number; readonly name: string };
  /** Where the first line leads, as a dashed one. */
  readonly forecast?: ChartLine;
}
