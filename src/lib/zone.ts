/** A day and a time as a clock on the wall shows them; months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The instant at which a clock in a time zone shows this; of a time that a change of the clocks leaves out, one next to it. */
export function instantIn(zone: string, { year, month, day, hour, minute, second }: WallTime): Date {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const near = asUtc - offsetMinutes(zone, new Date(asUtc)) * minuteMs;
  // Between the first guess and the instant the clocks may have been changed.
  return new Date(asUtc - offsetMinutes(zone, new Date(near)) * minuteMs);
}

/** The date that a calendar on the wall of a time zone shows. */
export function dateIn(zone: string, at: Date): Pick<WallTime, 'year' | 'month' | 'day'> {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at);
  const part = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

/** How far the clocks of a time zone are before UTC. */
export function offsetMinutes(zone: string, at: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const minuteMs = 60_000;
