const thinSpace = '\u2009';

/** 181819 → "181 819" with thin spaces. */
export function count(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, thinSpace);
}

/** "1 job", "412 jobs". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes in binary units with three digits: "6.61 MiB", "85.2 MiB", "412 KiB". */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${Math.round(size)} B` : `${Number(size.toPrecision(3))} ${units[unit] ?? ''}`;
}

/** A duration as people say it: "43 s", "11 h 4 min", "3 days". Under 10 s with one digit after the point, under 1 s in ms. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const exact = ms / 1000;
  if (exact < 9.95) return `${Number(exact.toFixed(1))} s`;
  if (exact < 119.5) return `${Math.round(exact)} s`;
  const minutes = Math.round(exact / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 72) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return plural(Math.round(hours / 24), 'day');
}

/** As `duration`, for values that come in seconds. */
export function seconds(value: number): string {
  return duration(value * 1000);
}

/** "11 h 4 min ago"; something in the future is "in 5 min". */
export function ago(then: Date, now: Date): string {
  const ms = now.getTime() - then.getTime();
  if (Math.abs(ms) < 1000) return 'just now';
  return ms < 0 ? `in ${duration(-ms)}` : `${duration(ms)} ago`;
}

/** The minute, in UTC: "2026-11-23 20:51 UTC". Slack shows it to each reader in their own zone (`inReadersZone`). */
export function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The day, in UTC: "3 Nov 2026". */
export function day(at: Date): string {
  const [, number = '', month = '', year = ''] = at.toUTCString().split(' ');
  return `${Number(number)} ${month} ${year}`;
}

/** Percent without needless digits: 91, 0.4. */
export function percent(value: number): string {
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : Number(value.toFixed(1))} %`;
}

/** "a, b and c". */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** "a, b and c"; of more than so many the others are counted: "a, b and 7 more". */
export function listed(words: readonly string[], most: number): string {
  return words.length <= most ? list(words) : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}

/** The limit that a value met, to stand behind it: " (limit 95 %)", " (warn 90 %)", or nothing where it met none. */
export function metLimit(
  status: string,
  limits: { readonly warn: number; readonly critical: number },
  words: (value: number) => string,
): string {
  if (status === 'critical') return ` (limit ${words(limits.critical)})`;
  return status === 'warn' ? ` (warn ${words(limits.warn)})` : '';
}
