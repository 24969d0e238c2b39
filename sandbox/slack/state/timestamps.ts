const MICROS = 1_000_000;

/** A message's `ts` as a whole number of microseconds, so that it can be compared; undefined for what is no `ts`. */
export function microsOf(ts: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts);
  if (!match) return undefined;
  return Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(6, '0'));
}

/** Whether the text is a complete `ts` as Slack writes it: ten digits, a dot, six digits. */
export function isTimestamp(ts: string): boolean {
  return /^\d{10}\.\d{6}$/.test(ts);
}

/** The next `ts`: now, or one microsecond after the last one when the clock stood still or went back. */
export function timestampAfter(lastMicros: number, now: Date): { readonly ts: string; readonly micros: number } {
  const micros = Math.max(now.getTime() * 1000, lastMicros + 1);
  return { micros, ts: `${Math.floor(micros / MICROS)}.${String(micros % MICROS).padStart(6, '0')}` };
}
