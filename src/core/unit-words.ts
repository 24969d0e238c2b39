import { bytes, count, duration, percent, seconds } from '../lib/words.ts';
import type { Unit } from './finding.ts';

const words: Readonly<Record<Unit, (value: number) => string>> = {
  percent,
  bytes,
  ms: duration,
  seconds,
  hours: (value) => seconds(value * 3600),
  count,
  'load per core': (value) => String(Number(value.toFixed(2))),
};

/** A value as people read it: 90 → "90 %", 1048576 → "1 MiB". */
export function inUnit(unit: Unit, value: number): string {
  return words[unit](value);
}
