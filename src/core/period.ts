import { dateIn, instantIn } from '../lib/zone.ts';

/** A stretch of calendar time, half open: `from` belongs to it, `to` does not. */
export interface Period {
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
}

const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** The month or quarter of a moment, or one that many before it, as the calendar of a time zone has it. */
export function periodOf(kind: 'month' | 'quarter', at: Date, zone: string, back = 0): Period {
  const months = kind === 'month' ? 1 : 3;
  const { year, month } = dateIn(zone, at);
  const first = year * 12 + Math.floor((month - 1) / months) * months - back * months;
  const begins = (index: number): Date =>
    instantIn(zone, { year: Math.floor(index / 12), month: (index % 12) + 1, day: 1, hour: 0, minute: 0, second: 0 });
  const label =
    kind === 'month'
      ? `${names[first % 12] ?? ''} ${Math.floor(first / 12)}`
      : `Q${Math.floor((first % 12) / 3) + 1} ${Math.floor(first / 12)}`;
  return { label, from: begins(first), to: begins(first + months) };
}
